package bantam.recipes;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to write a wrong recipe that we know, with the whole message; see wrong.txt. */
class WrongRecipesTest {
  @TempDir Path folder;

  record Case(String title, String recipe, List<String> overrides, String message) {
    @Override
    public String toString() {
      return title;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isToldWithItsPlaceAndTheRemedy(Case wrong) throws IOException {
    RecipeException error =
        catchThrowableOfType(RecipeException.class, () -> read(wrong.recipe(), wrong.overrides()));
    assertThat(error).as("an error").isNotNull();
    assertThat(plain(error.getMessage())).isEqualTo(wrong.message());
    assertThat(error.exitCode()).isEqualTo(2);
  }

  @Test
  void coversManyKinds() throws IOException {
    assertThat(cases().map(Case::title).distinct().count()).isGreaterThan(100);
  }

  private void read(String recipe, List<String> overrides) throws IOException {
    write("r.yaml", recipe);
    write("base.yaml", "extends: deeper.yaml\nsteps: 0\n");
    write(
        "deeper.yaml",
        """
        kind: pretrain
        model: {use: llama, width: 64}
        tokenizer: {use: bpe, vocab_size: 512}
        train: world
        lr: x
        """);
    write("facts.yaml", Examples.TASK);
    write("bad.yaml", "name: Bad!\ndescription: ''\nitems: world\n");
    RecipeReader reader = new RecipeReader(Fakes.catalogues());
    reader.read(new Source.File(folder.resolve("r.yaml")), overrides);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private String plain(String message) {
    return message.replace(folder + "/", "");
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = WrongRecipesTest.class.getResourceAsStream("wrong.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("(?m)^=== ")).skip(1).map(WrongRecipesTest::parse);
    }
  }

  private static Case parse(String block) {
    List<String> lines = block.lines().toList();
    String recipe =
        lines.stream()
            .skip(1)
            .filter(line -> !line.startsWith("--- ") && !line.startsWith(">>> "))
            .collect(joining("\n"));
    return new Case(
        lines.get(0),
        recipe
            .replace("{TAB}", "\t")
            .replace("{SOH}", "\u0001")
            .replace("{DEEP}", "[".repeat(60) + "]".repeat(60)),
        marked(lines, "--- ").toList(),
        marked(lines, ">>> ").collect(joining("\n")));
  }

  private static Stream<String> marked(List<String> lines, String mark) {
    return lines.stream()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()));
  }
}
