package bantam.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.InputException;
import bantam.results.files.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableWriterTest {
  private static final Class<Row.Metric> METRIC = Row.Metric.class;
  private static final int MANY = 3 * TableWriter.BATCH + 17;

  @TempDir Path root;
  private Path uninterrupted;

  @BeforeEach
  void writeWithoutInterruption() {
    uninterrupted = TableWriter.write(root.resolve("uninterrupted"), METRIC, metrics(0, MANY));
  }

  private static List<Row.Metric> metrics(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(s -> new Row.Metric("r-1", s, 64 * s, "train", "loss", 1.0 / s, "nats/token"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, TableWriter.BATCH, TableWriter.BATCH + 1, MANY})
  void interruptionsLeaveNoTrace(int checkpoint) {
    Path directory = root.resolve("interrupted");
    SplittableRandom random = new SplittableRandom(checkpoint);
    try (TableWriter<Row.Metric> first = TableWriter.open(directory, METRIC)) {
      for (Row.Metric metric : metrics(0, checkpoint)) {
        first.add(metric);
        if (random.nextInt(1000) == 0) {
          first.flush();
        }
      }
      first.sync();
      // What was written after the checkpoint is written again, and must not be there twice.
      metrics(checkpoint, checkpoint + 50).forEach(first::add);
    }
    try (TableWriter<Row.Metric> second = TableWriter.resume(directory, METRIC, checkpoint)) {
      metrics(checkpoint, MANY).forEach(second::add);
      assertThat(second.finish()).hasSameBinaryContentAs(uninterrupted);
    }
    assertThat(directory.toFile().list()).containsExactly("metrics.arrow");
  }

  @Test
  void resumesATableThatWasFinishedAlready() {
    try (TableWriter<Row.Metric> again =
        TableWriter.resume(uninterrupted.getParent(), METRIC, 5000)) {
      assertThat(again.rows()).isEqualTo(5000);
      assertThat(uninterrupted).doesNotExist();
      assertThat(TableReader.read(uninterrupted.getParent(), METRIC)).isEqualTo(metrics(0, 5000));
    }
  }

  @Test
  void startsAnewOverWhatIsLeft() {
    try (TableWriter<Row.Metric> again = TableWriter.open(uninterrupted.getParent(), METRIC)) {
      again.add(metrics(7, 8).get(0));
      again.finish();
    }
    assertThat(TableReader.read(uninterrupted.getParent(), METRIC)).isEqualTo(metrics(7, 8));
  }

  @Test
  void refusesToResumeWhatIsNotThere() {
    assertThatThrownBy(() -> TableWriter.resume(uninterrupted.getParent(), METRIC, MANY + 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has %d rows left", MANY);
    assertThat(uninterrupted).exists();
    assertThatThrownBy(() -> TableWriter.resume(root, METRIC, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has 0 rows left, but the run's checkpoint counts on 1");
    assertThat(root.toFile().list()).containsExactly("uninterrupted");
  }

  @Test
  void recoversToTheLastWholeBatchWhereverTheFileEnds() throws IOException {
    Path directory = Files.createDirectory(root.resolve("torn"));
    Path stream = directory.resolve("metrics.arrows");
    List<Long> ends = new ArrayList<>();
    try (TableWriter<Row.Metric> writer = TableWriter.open(directory, METRIC)) {
      for (Row.Metric metric : metrics(0, 4)) {
        writer.add(metric);
        writer.flush();
        ends.add(Files.size(stream));
      }
    }
    byte[] bytes = Files.readAllBytes(stream);
    for (int length = 0; length <= bytes.length; length++) {
      Files.write(stream, java.util.Arrays.copyOf(bytes, length));
      int end = length;
      long whole = ends.stream().filter(e -> e <= end).count();
      assertThat(TableReader.read(directory, METRIC)).isEqualTo(metrics(0, whole));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\0\0\0\0\0\0\0\0\0\0", "\377\377\377\377\0\2\0\0garbage", "x", "12345678"})
  void recoversFromGarbageBehindTheLastBatch(String garbage) throws IOException {
    Path directory = Files.createDirectory(root.resolve("torn"));
    try (TableWriter<Row.Metric> writer = TableWriter.open(directory, METRIC)) {
      metrics(0, 3).forEach(writer::add);
    }
    Path stream = directory.resolve("metrics.arrows");
    byte[] tail = garbage.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    Files.write(stream, tail, java.nio.file.StandardOpenOption.APPEND);
    assertThat(TableReader.read(directory, METRIC)).isEqualTo(metrics(0, 3));
    try (TableWriter<Row.Metric> writer = TableWriter.resume(directory, METRIC, 3)) {
      metrics(3, 6).forEach(writer::add);
    }
    assertThat(TableReader.read(directory, METRIC)).isEqualTo(metrics(0, 6));
  }

  /** In another process, on another machine, next year; another version of Arrow may differ. */
  @Test
  void theSameRowsAreTheSameBytes() throws IOException {
    Path file = TableWriter.write(root, METRIC, metrics(1, 6));
    assertThat(Contents.hex(Files.readAllBytes(file)))
        .isEqualTo("21fba2cedc318802e596d5dead39d633ff852281319bcdd1bebfe5633208c1ab");
    file = TableWriter.write(root, Row.Score.class, SomeRows.of(Row.Score.class, 30));
    assertThat(Contents.hex(Files.readAllBytes(file)))
        .isEqualTo("24c37808f522df5615f9d138a68b5ad95129b8491b43ab41149121f05aab3303");
  }

  @Test
  void anEmptyTableIsATable() {
    Path file = TableWriter.write(root, METRIC, List.of());
    assertThat(TableReader.table(file).rows()).isEmpty();
    assertThat(TableReader.table(file).columns()).hasSize(7);
  }

  @Test
  void tablesOfAnyColumnsComeBack() {
    Table table =
        Table.of(
                new Table.Heading("model", "which model", ""),
                new Table.Heading("parameters", "its size", "parameters"),
                new Table.Heading("bits", "bits per byte", "bits/byte"),
                new Table.Heading("ids", "token ids", ""),
                new Table.Heading("nothing", "never known", ""))
            .with("teacher", 1_000_000L, 1.25, List.of(1L, 2L), null)
            .with("student", null, 2L, List.of(), null);
    TableWriter.write(root.resolve("summary.arrow"), table);
    Table back = TableReader.table(root.resolve("summary.arrow"));
    assertThat(back.columns()).isEqualTo(table.columns());
    assertThat(back.rows().get(0)).isEqualTo(table.rows().get(0));
    assertThat(back.rows().get(1)).containsExactly("student", null, 2.0, List.of(), null);
  }
}
