package bantam.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.RecipeException;
import bantam.results.Table.Heading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePrinterTest {
  private static final Table TABLE =
      Table.of(
              new Heading("model", "", ""),
              new Heading("parameters", "", ""),
              new Heading("loss", "", "nats/token"),
              new Heading("better", "", ""),
              new Heading("ids", "", ""))
          .with("teacher", 1_000_000L, 5.545177444479562, true, List.of(1L, 2L))
          .with("日本 \"x\", y|z", null, 0.25, false, List.of())
          .with("two\nlines", 7L, Double.NaN, null, null);

  private static String print(Table table, Format format) {
    StringBuilder out = new StringBuilder();
    TablePrinter.print(table, format, out);
    return out.toString();
  }

  @Test
  void alignsByDisplayWidth() {
    assertThat(print(TABLE, Format.TABLE))
        .isEqualTo(
            """
            model          parameters  loss [nats/token]  better  ids
            -------------  ----------  -----------------  ------  ------
            teacher           1000000             5.5452  true    [1, 2]
            日本 "x", y|z           -             0.2500  false   []
            two\\nlines              7                NaN  -       -
            """);
  }

  @Test
  void writesCsvAfterRfc4180() {
    assertThat(print(TABLE, Format.CSV))
        .isEqualTo(
            """
            model,parameters,loss,better,ids\r
            teacher,1000000,5.545177444479562,true,"[1, 2]"\r
            "日本 ""x"", y|z",,0.25,false,[]\r
            "two
            lines",7,NaN,,\r
            """);
    assertThat(print(Table.of(new Heading("a"), new Heading("b")).with("", null), Format.CSV))
        .isEqualTo("a,b\r\n\"\",\r\n");
  }

  @Test
  void writesJsonInFullPrecision() {
    assertThat(print(TABLE, Format.JSON))
        .isEqualTo(
            """
            [
            {"model":"teacher","parameters":1000000,"loss":5.545177444479562,"better":true,"ids":[1,2]},
            {"model":"日本 \\"x\\", y|z","parameters":null,"loss":0.25,"better":false,"ids":[]},
            {"model":"two\\nlines","parameters":7,"loss":"NaN","better":null,"ids":null}
            ]
            """);
    assertThat(print(Table.of(new Heading("a")), Format.JSON)).isEqualTo("[]\n");
    assertThat(
            print(
                Table.of(new Heading("p"), new Heading("at"))
                    .with(Map.of("lr", "0.1"), Instant.EPOCH),
                Format.JSON))
        .isEqualTo("[\n{\"p\":{\"lr\":\"0.1\"},\"at\":\"1970-01-01T00:00:00Z\"}\n]\n");
  }

  @Test
  void writesMarkdown() {
    assertThat(print(TABLE, Format.MD))
        .isEqualTo(
            """
            | model | parameters | loss [nats/token] | better | ids |
            | --- | ---: | ---: | --- | --- |
            | teacher | 1000000 | 5.5452 | true | [1, 2] |
            | 日本 "x", y\\|z |  | 0.2500 | false | [] |
            | two<br>lines | 7 | NaN |  |  |
            """);
  }

  @Test
  void terminalsSeeNoControlCharactersAndNoEndlessCells() {
    String shown =
        print(Table.of(new Heading("text")).with("\u001b[31mred" + "あ".repeat(90)), Format.TABLE);
    assertThat(shown).contains("\\u001b[31mred").contains("あ…").doesNotContain("\u001b");
    assertThat(shown.lines()).allMatch(line -> Width.of(line) <= 60);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.53125, 0.50000 0.53125",
    "2, 3, 2 3",
    "0, 0.001, 0.000 0.001",
    "-1.23456789, 100, -1.2346 100.0000",
    "1234567.89, 12, 1234568 12",
    "1e-7, 2.5, 1e-7 2.5",
    "-1.23456789e-7, 2e12, -1.2346e-7 2e12",
    "0.00012345, 123456.7, 0.00012345 123460",
    "Infinity, 1.5, Infinity 1.5",
    "-0.0, 1.5, 0.0 1.5",
  })
  void showsAsManyDigitsAsMakeSense(double first, double second, String shown) {
    Digits digits = Digits.of(List.of(first, second));
    assertThat(digits.show(first) + " " + digits.show(second)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"abc, 3", "日本, 4", "é, 1", "e\u0301, 1", "🐓, 2", "'', 0", "한글, 4", "ｱ, 1"})
  void knowsHowWideATextIs(String text, int width) {
    assertThat(Width.of(text)).isEqualTo(width);
  }

  @Test
  void longTablesTakeTimeInProportion() {
    Table table =
        new Table(
            List.of(new Heading("n")),
            IntStream.range(0, 50_000).mapToObj(i -> List.<Object>of((long) i)).toList());
    assertThat(print(table, Format.TABLE).lines()).hasSize(50_002);
  }

  @Test
  void namesTheFormatsThatThereAre() {
    assertThat(Format.named("md")).isEqualTo(Format.MD);
    assertThatThrownBy(() -> Format.named("xml"))
        .isInstanceOf(RecipeException.class)
        .hasMessage("--format is 'xml'; it must be one of table, csv, json, md");
  }
}
