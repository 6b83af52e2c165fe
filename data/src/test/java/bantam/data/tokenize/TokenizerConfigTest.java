package bantam.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Corpus;
import bantam.data.chat.Message;
import bantam.data.chat.SomeTemplates;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerConfigTest {
  private static final String MARKS =
      "\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\"}";
  private static final int A = 4 + 'a' - '!';

  @TempDir Path directory;

  private int[] encoded(String keys) {
    SomeTokenizers.bytes(directory, "{" + MARKS + keys + "}");
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.encode("a", false)).containsExactly(A);
      return tokenizer.encode("a", true);
    }
  }

  @Test
  void addsTheMarksThatTheConfigurationAsksFor() {
    assertThat(encoded("")).containsExactly(A);
    assertThat(encoded(", \"add_bos_token\": false, \"add_eos_token\": null")).containsExactly(A);
    assertThat(encoded(", \"add_bos_token\": true")).containsExactly(0, A);
    assertThat(encoded(", \"add_eos_token\": true")).containsExactly(A, 1);
    assertThat(encoded(", \"add_bos_token\": true, \"add_eos_token\": true"))
        .containsExactly(0, A, 1);
  }

  @Test
  void leavesOutTheMarksThatItForbids() throws IOException {
    SomeTokenizers.bytes(directory, "{" + MARKS + ", \"add_bos_token\": true}");
    String both;
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      both = new Marks(List.of(0), List.of(1)).into(TokenizerFiles.read(directory));
      assertThat(tokenizer.decode(tokenizer.encode("a b", true), false)).isEqualTo("<s>a b");
    }
    Files.writeString(directory.resolve("tokenizer.json"), both);
    config("{" + MARKS + "}");
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.encode("a", true)).containsExactly(0, A, 1);
    }
    config("{" + MARKS + ", \"add_bos_token\": false}");
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.encode("a", true)).containsExactly(A, 1);
    }
    config("{" + MARKS + ", \"add_bos_token\": true, \"add_eos_token\": false}");
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.encode("a", true)).containsExactly(0, A);
    }
  }

  private void config(String json) throws IOException {
    Files.writeString(directory.resolve("tokenizer_config.json"), json);
  }

  @Test
  void findsSpecialTokensInText() {
    SomeTokenizers.bytes(directory, "{" + MARKS + "}");
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.encode("<|im_start|>a</s>", false)).containsExactly(2, A, 1);
      assertThat(tokenizer.decode(new int[] {2, A, 1}, true)).isEqualTo("a");
    }
  }

  @Test
  void refusesAMarkThatHasNoName() {
    SomeTokenizers.bytes(directory, "{\"eos_token\": \"</s>\", \"add_bos_token\": true}");
    try {
      Files.delete(directory.resolve("special_tokens_map.json"));
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("special_tokens_map.json");
    }
    // the usual name <s> stands in for it
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.encode("a", true)).containsExactly(0, A);
    }
    SomeTokenizers.bytes(directory, "{\"bos_token\": \"<none>\", \"add_bos_token\": true}");
    assertThatThrownBy(() -> Tokenizer.open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its bos_token '<none>' is not in tokenizer.json");
  }

  @Test
  void addsTheTokensThatOnlyTheConfigurationHas() {
    SomeTokenizers.bytes(
        directory,
        "{%s, \"added_tokens_decoder\": {\"260\": {\"content\": \"<new>\", \"special\": true}}}"
            .formatted(MARKS));
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.size()).isEqualTo(261);
      assertThat(tokenizer.encode("a<new>", false)).containsExactly(A, 260);
    }
    SomeTokenizers.bytes(
        directory,
        "{%s, \"added_tokens_decoder\": {\"5\": {\"content\": \"<new>\"}}}".formatted(MARKS));
    assertThatThrownBy(() -> Tokenizer.open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has '<new>' as 5, tokenizer.json has another token there");
  }

  private String withTemplate(Object template) throws IOException {
    ObjectNode config = (ObjectNode) new ObjectMapper().readTree("{" + MARKS + "}");
    config.set("chat_template", new ObjectMapper().valueToTree(template));
    SomeTokenizers.bytes(directory, config.toString());
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      return tokenizer
          .chatTemplate()
          .map(one -> one.render(List.of(new Message("user", "Hi")), true))
          .orElse("none");
    }
  }

  @Test
  void readsTheTemplateFromEveryPlaceThatItMayStandIn() throws IOException {
    assertThat(withTemplate(null)).isEqualTo("none");
    assertThat(withTemplate("{{ bos_token }}{{ eos_token }}{{ pad_token }}")).isEqualTo("<s></s>");
    assertThat(
            withTemplate(
                List.of(
                    Map.of("name", "tool_use", "template", "{% macro"),
                    Map.of("name", "default", "template", "one"))))
        .isEqualTo("one");
    assertThatThrownBy(() -> withTemplate(List.of(Map.of("name", "rag", "template", "x"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its chat templates are rag, and none of them is the default");
    Files.writeString(directory.resolve("chat_template.jinja"), "from the file");
    assertThat(withTemplate("from the configuration")).isEqualTo("from the file");
  }

  @Test
  void aTemplateThatIsRefusedHindersNobodyWhoDoesNotAskForIt() throws IOException {
    assertThatThrownBy(() -> withTemplate("\n{% macro m() %}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tokenizer_config.json: chat template, line 2")
        .hasMessageContaining("the tag 'macro'");
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.encode("a", true)).containsExactly(A);
    }
  }

  @Test
  void aCopyBringsTheTemplate() throws IOException {
    withTemplate(SomeTemplates.CHATML);
    Path to = Files.createDirectory(directory.resolve("to"));
    Corpus none = Stream::empty;
    GivenTokenizer given =
        new GivenTokenizer(new GivenTokenizer.Options(new Input.File(directory)));
    try (Tokenizer copy = given.provide(none, to)) {
      assertThat(copy.chatTemplate()).isPresent();
      assertThat(copy.chatText()).contains("<|im_start|>").contains("bos_token=<s>");
    }
    GivenTokenizer partial =
        new GivenTokenizer(
            new GivenTokenizer.Options(new Input.File(directory.resolve("tokenizer.json"))));
    assertThatThrownBy(() -> partial.provide(none, to))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("name the directory");
  }
}
