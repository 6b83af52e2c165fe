package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record for which a number may stand. */
class LimitTest {
  @TempDir Path folder;

  private Evaluate read(String limit, String... set) throws IOException {
    Files.writeString(folder.resolve("t.yaml"), "name: t\ndescription: d\nitems: world\n");
    Path file =
        Files.writeString(
            folder.resolve("r.yaml"),
            "kind: evaluate\nname: r\nmodel: m\ntasks: [t.yaml]\n" + limit);
    return (Evaluate)
        new RecipeReader(Fakes.catalogues())
            .read(Source.named(file.toString()), List.of(set))
            .recipe();
  }

  @Test
  void isANumberOrTellsWhichOnes() throws IOException {
    Limit drawn = new Limit(7, Limit.Sample.STRATIFIED, 3);
    assertThat(read("").limit()).isEqualTo(Limit.NONE);
    assertThat(read("limit: 7\n").limit()).isEqualTo(Limit.first(7));
    assertThat(read("limit: {count: 7, sample: stratified, seed: 3}\n").limit()).isEqualTo(drawn);
    assertThat(read("limit: 7\n", "limit.sample=stratified", "limit.seed=3").limit())
        .isEqualTo(drawn);
    assertThat(read("", "limit=7").limit()).isEqualTo(Limit.first(7));
    assertThat(Canonical.yaml(read("limit: 7\n")))
        .contains("limit:\n  count: 7\n  sample: first\n  seed: 0\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit: -1|r.yaml:5: limit is -1; it must be at least 0",
        "limit: few|r.yaml:5: limit is 'few'; it must be a whole number",
        "limit: {count: -1}|r.yaml:5: count is -1; it must be at least 0",
        "limit: {count: 2, sample: random}|r.yaml:5: sample is 'random'"
      })
  void refusesWhatIsNeither(String limit, String message) {
    assertThatThrownBy(() -> read(limit + "\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(message);
  }
}
