package bantam.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {
  @TempDir Path root;

  /** Hugging Face datasets writes streams; the rows were counted and read with apache-arrow.js. */
  @Test
  void readsStreamsOfOtherWriters() {
    Path data = Path.of(System.getProperty("bantam.shared", "")).resolve("data/arrow");
    assumeTrue(Files.isDirectory(data), "no ../shared");
    Table mmlu = TableReader.table(data.resolve("mmlu_dev_dataset.arrow"));
    assertThat(mmlu.rows()).hasSize(285);
    assertThat(mmlu.columns())
        .extracting(Table.Heading::name)
        .containsExactly("question", "subject", "choices", "answer");
    assertThat(mmlu.rows().get(0))
        .containsExactly(
            "Find all c in Z_3 such that Z_3[x]/(x^2 + c) is a field.",
            "abstract_algebra",
            List.of("0", "1", "2", "3"),
            1L);
    assertThat(TableReader.table(data.resolve("tinybook-dataset.arrow")).rows()).hasSize(453);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsTypesThatWeDoNotWrite(boolean stream) throws IOException {
    Path file = ForeignFile.write(root.resolve("foreign.arrow"), stream);
    Table table = TableReader.table(file);
    assertThat(table.columns().get(0)).isEqualTo(new Table.Heading("word"));
    assertThat(table.rows())
        .containsExactly(
            Arrays.asList("b", 0.1, 255L, "2020-02-29", Map.of("x", 1L), List.of(1.5, 2.5), "0aff"),
            Arrays.asList("a", null, 0L, "1970-01-01", null, List.of(0.0, -1.0), ""),
            Arrays.asList(null, -2.5, 7L, null, Map.of("x", -1L), null, null));
  }

  @Test
  void saysThatAStreamIsCutOff() throws IOException {
    Path file = ForeignFile.write(root.resolve("foreign.arrow"), true);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
    assertThatThrownBy(() -> TableReader.table(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " is cut off after 0 rows; fetch or write it again");
  }

  @Test
  void noTruncationOfAFileGoesUnnoticed() throws IOException {
    Path file = TableWriter.write(root, Row.Layer.class, SomeRows.of(Row.Layer.class, 2));
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += 7) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> TableReader.table(file)).isInstanceOf(InputException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void damageIsToldOrHarmless(boolean stream) throws IOException {
    Path file = ForeignFile.write(root.resolve("foreign.arrow"), stream);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i += 5) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) 0xFF;
      Files.write(file, damaged);
      try {
        assertThat(TableReader.table(file)).isNotNull();
      } catch (InputException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a text, and no Arrow file at all", "ARROW1", "PAR1....PAR1"})
  void saysWhatIsNoArrowFile(String content) throws IOException {
    Path file = Files.writeString(root.resolve("file.arrow"), content);
    assertThatThrownBy(() -> TableReader.table(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("no Arrow file");
    assertThatThrownBy(() -> TableReader.table(root.resolve("nothing.arrow")))
        .isInstanceOf(InputException.class)
        .hasMessage("there is no " + root.resolve("nothing.arrow"));
  }

  @Test
  void toleratesMoreColumnsButNotFewer() {
    Table metrics = Table.of(Row.Metric.class, SomeRows.of(Row.Metric.class, 3));
    List<Table.Heading> more = new java.util.ArrayList<>(metrics.columns());
    java.util.Collections.rotate(more, 2);
    more.add(new Table.Heading("new"));
    List<List<Object>> rows = new java.util.ArrayList<>();
    for (List<Object> row : metrics.rows()) {
      List<Object> wide = new java.util.ArrayList<>(row);
      java.util.Collections.rotate(wide, 2);
      wide.add(1L);
      rows.add(wide);
    }
    TableWriter.write(root.resolve("metrics.arrow"), new Table(more, rows));
    assertThat(TableReader.read(root, Row.Metric.class))
        .isEqualTo(SomeRows.of(Row.Metric.class, 3));
    TableWriter.write(root.resolve("timings.arrow"), metrics);
    assertThatThrownBy(() -> TableReader.read(root, Row.Timing.class))
        .isInstanceOf(InputException.class)
        .hasMessage(
            root.resolve("timings.arrow")
                + " has no column what of type Utf8; another version of the tool wrote it");
  }

  /** Arrow's allocators complain when they are closed with memory in use. */
  @Test
  void leaksNothingWhenTheReaderGivesUp() {
    Path file = TableWriter.write(root, Run.class, SomeRows.of(Run.class, 50));
    assertThatThrownBy(
            () ->
                ArrowIn.read(
                    file,
                    schema ->
                        row -> {
                          throw new ArithmeticException("enough");
                        }))
        .isInstanceOf(ArithmeticException.class)
        .hasNoSuppressedExceptions();
  }
}
