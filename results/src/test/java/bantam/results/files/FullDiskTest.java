package bantam.results.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bantam.recipes.InputException;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.results.TableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of one mebibyte, where one may be mounted. */
class FullDiskTest {
  @TempDir Path root;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(root.resolve("disk"));
    mounted = runs("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
    assumeTrue(mounted, "no tmpfs can be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(runs("umount", disk.toString())).isTrue();
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aFileIsWholeOrAbsent() {
    Whole.write(disk.resolve("small"), "old");
    assertFull(() -> Whole.write(disk.resolve("small"), new byte[2 << 20]), "small");
    assertFull(
        () ->
            Whole.directory(
                disk.resolve("model"),
                partial -> Files.write(partial.resolve("weights"), new byte[2 << 20])),
        "model");
    assertThat(disk.resolve("small")).hasContent("old");
    assertThat(disk.toFile().list()).containsExactly("small");
  }

  @Test
  void aTableKeepsEveryRowThatReachedTheDisk() {
    Row.Timing row =
        new Row.Timing("r-1", "x".repeat(100), 1, 1.5, OptionalDouble.empty(), OptionalLong.of(7));
    try (TableWriter<Row.Timing> writer = TableWriter.open(disk, Row.Timing.class)) {
      writer.add(row);
      writer.flush();
      fill();
      for (int i = 0; i < 1000; i++) {
        writer.add(row);
      }
      assertFull(writer::sync, "timings.arrows");
      assertThat(TableReader.read(disk, Row.Timing.class)).isEqualTo(List.of(row));
      Whole.remove(disk.resolve("filler"));
      writer.finish();
    }
    assertThat(TableReader.read(disk, Row.Timing.class)).hasSize(1001).containsOnly(row);
  }

  @Test
  void aTableIsFinishedOrNot() {
    Row.Timing row =
        new Row.Timing("r-1", "x".repeat(100), 1, 1.5, OptionalDouble.empty(), OptionalLong.of(7));
    try (TableWriter<Row.Timing> writer = TableWriter.open(disk, Row.Timing.class)) {
      for (int i = 0; i < 1000; i++) {
        writer.add(row);
      }
      writer.flush();
      fill();
      assertFull(writer::finish, "timings.arrow");
    }
    assertThat(disk.toFile().list()).containsExactlyInAnyOrder("timings.arrows", "filler");
    assertThat(TableReader.read(disk, Row.Timing.class)).hasSize(1000);
  }

  private void fill() {
    long left = disk.toFile().getUsableSpace();
    Whole.write(disk.resolve("filler"), new byte[(int) left]);
  }

  private void assertFull(Runnable writing, String name) {
    assertThatThrownBy(writing::run)
        .isInstanceOf(InputException.class)
        .hasMessage(
            disk.resolve(name)
                + " cannot be written: No space left on device; make room or take another"
                + " directory with --runs, then run the same command again");
  }
}
