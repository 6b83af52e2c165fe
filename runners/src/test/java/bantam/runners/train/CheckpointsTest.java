package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import bantam.recipes.Common;
import bantam.recipes.InputException;
import bantam.runners.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path directory;
  private final SortedMap<String, NDArray> tensors = new TreeMap<>();
  private Engine engine;

  @BeforeEach
  void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
    tensors.put("parameter.a", engine.manager().arange(1 << 18).toType(F32, false));
  }

  private static final ai.djl.ndarray.types.DataType F32 = ai.djl.ndarray.types.DataType.FLOAT32;

  @AfterEach
  void stop() {
    engine.close();
  }

  private static Checkpoint at(long step) {
    return new Checkpoint(
        Checkpoint.FORMAT, step, 0, new TreeMap<>(), List.of(), new TreeMap<>(), new TreeMap<>());
  }

  private String[] names() {
    String[] names = directory.toFile().list();
    java.util.Arrays.sort(names);
    return names;
  }

  @Test
  void stopsPushOutNothingThatTheScheduleAskedFor() {
    Checkpoints checkpoints = new Checkpoints(directory, 10, 2);
    for (int step : new int[] {10, 13, 14, 20, 21, 30}) {
      checkpoints.save(at(step), false, tensors, engine);
    }
    assertThat(names()).containsExactly("step-00000020", "step-00000030");
    checkpoints.save(at(33), false, tensors, engine);
    assertThat(names()).containsExactly("step-00000020", "step-00000030", "step-00000033");
    checkpoints.keepOnlyScheduled(35);
    assertThat(names()).containsExactly("step-00000020", "step-00000030");
    checkpoints.save(at(35), true, tensors, engine);
    assertThat(names()).containsExactly("step-00000030", "step-00000035");
  }

  @Test
  void aDiskWithoutRoomIsNoticedBeforeAnythingIsWritten() {
    long[] free = {2 << 20};
    Checkpoints checkpoints = new Checkpoints(directory, 10, 2, path -> free[0]);
    checkpoints.save(at(10), false, tensors, engine);
    free[0] = (1 << 20) - 1;
    assertThatThrownBy(() -> checkpoints.save(at(20), false, tensors, engine))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a checkpoint needs 1.1 MB and the disk has 1.0 MB left")
        .hasMessageContaining("step-00000010 stays")
        .hasMessageContaining("--runs");
    assertThat(names()).containsExactly("step-00000010");
    assertThat(checkpoints.at(10).about().step()).isEqualTo(10);
  }
}
