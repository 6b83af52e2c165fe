package bantam.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bantam.results.Table.Heading;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our files in the eyes of Arrow for JavaScript; needs {@code npm ci} in its directory. */
class OtherLanguageTest {
  private static final Path HERE = Path.of("").toAbsolutePath().getParent();
  private static final Path SCRIPT = HERE.resolve("scripts/check/arrow-js");

  @TempDir Path root;

  private record Result(int exit, List<String> lines) {}

  // Before each, so that a skipped test is counted as one.
  @BeforeEach
  void needsNodeAndThePackage() {
    assumeTrue(
        Files.isDirectory(SCRIPT.resolve("node_modules/apache-arrow")),
        "run npm ci in scripts/check/arrow-js");
    try {
      assumeTrue(run("--version").exit() == 0, "no node");
    } catch (IOException e) {
      assumeTrue(false, "no node");
    }
  }

  private static Result run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node"));
    Collections.addAll(command, arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    try {
      return new Result(process.waitFor(), lines);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Result read(Path... files) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(SCRIPT.resolve("read.mjs").toString(), "--rows"));
    Stream.of(files).map(Path::toString).forEach(arguments::add);
    return run(arguments.toArray(String[]::new));
  }

  static <R extends Record & Row> Stream<Class<R>> types() {
    return SomeRows.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  <R extends Record & Row> void seesEveryValue(Class<R> type) throws IOException {
    List<R> rows = SomeRows.of(type, 50);
    Table table = Table.of(type, rows);
    Result result = read(TableWriter.write(root, type, rows));
    assertThat(result.lines().get(0)).endsWith(": 50 rows");
    assertThat(result.exit()).isZero();
    int columns = table.columns().size();
    assertThat(result.lines()).hasSize(1 + columns + 50);
    for (int c = 0; c < columns; c++) {
      Heading heading = table.columns().get(c);
      assertThat(result.lines().get(1 + c))
          .startsWith("  " + heading.name() + ": ")
          .endsWith("[" + heading.unit() + "] " + heading.doc());
    }
    for (int r = 0; r < 50; r++) {
      JsonNode seen = new ObjectMapper().readTree(result.lines().get(1 + columns + r));
      for (int c = 0; c < columns; c++) {
        assertThat(plain(seen.get(table.columns().get(c).name())))
            .isEqualTo(plain(table.rows().get(r).get(c)));
      }
    }
  }

  /** Both sides as text; doubles by value, for the two languages write them differently. */
  private static String plain(Object cell) {
    if (cell instanceof java.time.Instant time) {
      return plain((double) time.toEpochMilli());
    }
    if (cell instanceof Double number) {
      return number.isNaN() || number.isInfinite()
          ? number.toString()
          : Double.toString(number + 0.0);
    }
    if (cell instanceof List<?> list) {
      return list.stream().map(OtherLanguageTest::plain).toList().toString();
    }
    if (cell instanceof Integer number) {
      return plain((double) number);
    }
    return cell instanceof Map<?, ?> || cell != null ? cell.toString() : "null";
  }

  private static String plain(JsonNode seen) {
    if (seen.isNumber()) {
      return Double.toString(seen.doubleValue() + 0.0);
    }
    if (seen.isArray()) {
      List<String> elements = new ArrayList<>();
      seen.forEach(element -> elements.add(plain(element)));
      return elements.toString();
    }
    if (seen.isObject()) {
      Map<String, String> members = new java.util.TreeMap<>();
      seen.properties().forEach(e -> members.put(e.getKey(), e.getValue().asText()));
      return members.toString();
    }
    return seen.asText();
  }

  @Test
  void readsAGrowingTableAtItsBatches() throws IOException {
    List<Row.Metric> rows = SomeRows.of(Row.Metric.class, 20);
    try (TableWriter<Row.Metric> writer = TableWriter.open(root, Row.Metric.class)) {
      rows.subList(0, 5).forEach(writer::add);
      writer.flush();
      rows.subList(5, 20).forEach(writer::add);
      writer.flush();
      Result result = read(root);
      assertThat(result.lines().get(0)).endsWith("metrics.arrows: 20 rows");
      assertThat(result.exit()).isZero();
    }
  }

  @Test
  void complainsAboutAColumnWithoutDoc() throws IOException {
    Path file = root.resolve("undocumented.arrow");
    TableWriter.write(file, Table.of(new Heading("value")).with(1L));
    Result result = read(file);
    assertThat(result.exit()).isOne();
    assertThat(result.lines()).contains(file + ": column value lacks doc metadata");
  }

  @Test
  void complainsAboutATornFile() throws IOException {
    Path file = TableWriter.write(root, Row.Metric.class, SomeRows.of(Row.Metric.class, 20));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, 100));
    assertThat(read(file).exit()).isOne();
  }
}
