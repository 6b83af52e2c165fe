package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.results.Table;
import bantam.results.Table.Heading;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Table TABLE =
      Table.of(new Heading("key"), new Heading("meaning"))
          .with("lr", "peak learning rate of the optimizer")
          .with("steps", null);

  @Test
  void printsWhatFitsAsItIs() {
    assertThat(Words.of(TABLE, 80).lines())
        .containsExactly(
            "key    meaning",
            "-----  -----------------------------------",
            "lr     peak learning rate of the optimizer",
            "steps");
  }

  @Test
  void wrapsBetweenWords() {
    assertThat(Words.of(TABLE, 27).lines())
        .containsExactly(
            "key    meaning",
            "-----  --------------------",
            "lr     peak learning rate",
            "       of the optimizer",
            "steps");
  }

  @Test
  void splitsOnlyWordsThatAreLongerThanTheirColumn() {
    Table long1 = Table.of(new Heading("path")).with("/a/very/long/path/to/somewhere");
    assertThat(Words.of(long1, 12).lines()).endsWith("/a/very/long", "/path/to/som", "ewhere");
  }
}
