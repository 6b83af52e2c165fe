package bantam.runners.prune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import bantam.recipes.Common;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Parameters;
import bantam.runners.model.TinyFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a family calls its tensors and however they lie, the right ones are cut. */
class FamilyCutTest {
  private static Engine engine;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  static Stream<String> families() {
    return TinyFamily.names();
  }

  private Decoder model(String family) throws IOException {
    Path whole = Files.createDirectories(directory.resolve("whole"));
    Decoder model =
        Decoder.random(TinyFamily.config(family, directory.resolve("shape")), engine, 41);
    model.save(whole, Dtype.F32);
    Files.writeString(whole.resolve("tokenizer.json"), "{}");
    return model;
  }

  private Decoder cut(Cut cut) throws IOException {
    Path into = Files.createDirectories(directory.resolve("cut"));
    CutCheckpoint.write(directory.resolve("whole"), into, cut);
    return Decoder.load(into, engine);
  }

  @ParameterizedTest
  @MethodSource("families")
  void cutsChannels(String family) throws IOException {
    List<List<Integer>> kept = List.of(List.of(0, 3, 23), List.of(5, 6), List.of(1));
    try (Decoder whole = model(family);
        Decoder part = cut(new Cut.Channels(kept))) {
      assertThat(part.config().ffn()).containsExactly(3, 2, 1);
      for (String name : part.weights().keySet()) {
        float[] all = whole.weights().get(name).toFloatArray();
        float[] found = part.weights().get(name).toFloatArray();
        boolean down = name.endsWith("down_proj.weight");
        if (name.contains("mlp.") && !name.contains("norm") && !name.endsWith("down_proj.bias")) {
          List<Integer> channels = kept.get(Parameters.layerOf(name));
          int inner = down ? 16 : 1;
          int width = name.endsWith(".bias") || down ? 1 : 16;
          float[] wanted = new float[found.length];
          int at = 0;
          for (int row = 0; row < inner; row++) {
            for (int channel : channels) {
              for (int i = 0; i < width; i++) {
                wanted[at++] = all[(down ? row * 24 + channel : channel * width) + i];
              }
            }
          }
          assertThat(found).as(name).isEqualTo(wanted);
        } else {
          assertThat(found).as(name).isEqualTo(all);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void cutsLayersAndKeepsWhichOnesSlide(String family) throws IOException {
    List<Integer> kept = List.of(0, 2);
    try (Decoder whole = model(family);
        Decoder part = cut(new Cut.Layers(kept))) {
      assertThat(part.config()).isEqualTo(whole.config().withLayers(kept));
      for (String name : part.weights().keySet()) {
        String old = name.replace(Parameters.layer(1), Parameters.layer(2));
        assertThat(part.weights().get(name).toFloatArray())
            .as(name)
            .isEqualTo(whole.weights().get(old).toFloatArray());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyCriterionScoresIt(String family) throws IOException {
    Random random = new Random(1);
    int[][] sequences = {random.ints(12, 0, 32).toArray(), random.ints(12, 0, 32).toArray()};
    try (Decoder whole = model(family)) {
      Calibration calibration =
          new Calibration(whole, sequences, 1, Progress.silent(), new StopSignal());
      for (PruneCriterion criterion :
          List.of(
              new FfnTaylor(new FfnTaylor.Options(false)),
              new FfnTaylor(new FfnTaylor.Options(true)),
              new FfnActivation(),
              new LayerInfluence())) {
        for (double[] scores : criterion.scores(calibration)) {
          assertThat(Arrays.stream(scores).allMatch(score -> score > 0)).isTrue();
        }
      }
      assertThat(whole.weights().values()).noneMatch(NDArray::hasGradient);
    }
  }
}
