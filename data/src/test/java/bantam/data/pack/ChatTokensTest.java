package bantam.data.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Corpus;
import bantam.data.chat.SomeTemplates;
import bantam.data.corpus.JsonlCorpus;
import bantam.data.corpus.Part;
import bantam.data.forms.SomeForms;
import bantam.data.tokenize.SomeTokenizers;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Choice;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTokensTest {
  private static final String TALKS =
      """
      {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
      {"messages": [{"role": "user", "content": "c"}, {"role": "assistant", "content": "d"}]}
      """;

  @TempDir Path directory;

  private Corpus corpus(Choice form, String lines) throws IOException {
    Path file = Files.writeString(directory.resolve("x.jsonl"), lines);
    return new JsonlCorpus(
        new JsonlCorpus.Options(new Input.File(file), "text", Optional.of(form), new Part(0, 1)));
  }

  private Tokenizer tokenizer(Map<String, Object> more) throws IOException {
    Map<String, Object> config = new java.util.HashMap<>(more);
    config.put("bos_token", "<s>");
    config.put("eos_token", "</s>");
    config.put("add_bos_token", true);
    return Tokenizer.open(
        SomeTokenizers.bytes(directory, new ObjectMapper().writeValueAsString(config)));
  }

  /** The text of all tokens, and of those that count. */
  private static List<String> read(Tokenized text, Tokenizer tokenizer) {
    List<Integer> all = new ArrayList<>();
    List<Integer> counted = new ArrayList<>();
    int[] ids = new int[(int) text.tokens()];
    text.ids(0, ids.length, ids);
    for (int i = 0; i < ids.length; i++) {
      all.add(ids[i]);
      if (text.counts(i)) {
        counted.add(ids[i]);
      }
    }
    return List.of(decoded(all, tokenizer), decoded(counted, tokenizer));
  }

  private static String decoded(List<Integer> ids, Tokenizer tokenizer) {
    return tokenizer.decode(ids.stream().mapToInt(Integer::intValue).toArray(), false);
  }

  @Test
  void aConversationIsWrittenByTheTemplateWithNoMarksAround() throws IOException {
    try (Tokenizer tokenizer = tokenizer(Map.of("chat_template", SomeTemplates.CHATML))) {
      Tokenized text = Tokenized.of(corpus(SomeForms.messages("messages"), TALKS), tokenizer);
      assertThat(read(text, tokenizer))
          .containsExactly(
              """
              <|im_start|>user
              a<|im_end|>
              <|im_start|>assistant
              b<|im_end|>
              <|im_start|>user
              c<|im_end|>
              <|im_start|>assistant
              d<|im_end|>
              """,
              "b<|im_end|>\nd<|im_end|>\n");
      assertThat(text.closed()).isFalse();
      assertThat(text.documents()).isEqualTo(2);
    }
  }

  @Test
  void withoutATemplateItIsWrittenPlainly() throws IOException {
    try (Tokenizer tokenizer = tokenizer(Map.of())) {
      Tokenized text = Tokenized.of(corpus(SomeForms.messages("messages"), TALKS), tokenizer);
      assertThat(read(text, tokenizer).get(0))
          .isEqualTo("<s>User: a\n\nAssistant: b<s>User: c\n\nAssistant: d<s>");
      Corpus asked =
          corpus(SomeForms.chattyAlpaca(), "{\"instruction\": \"a\", \"output\": \"b\"}");
      assertThatThrownBy(() -> Tokenized.of(asked, tokenizer))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("x.jsonl:1: is to be written by a chat template")
          .hasMessageContaining("template: plain");
    }
  }

  @Test
  void instructionsAreWrittenByTheTemplateWhereTheRecipeSaysSo() throws IOException {
    String lines = "{\"instruction\": \"a\", \"input\": \"x\", \"output\": \"b\"}";
    try (Tokenizer tokenizer = tokenizer(Map.of("chat_template", SomeTemplates.CHATML))) {
      assertThat(read(Tokenized.of(corpus(SomeForms.chattyAlpaca(), lines), tokenizer), tokenizer))
          .containsExactly(
              "<|im_start|>user\na\n\nx<|im_end|>\n<|im_start|>assistant\nb<|im_end|>\n",
              "b<|im_end|>\n");
      assertThat(read(Tokenized.of(corpus(SomeForms.alpaca(), lines), tokenizer), tokenizer).get(0))
          .startsWith("<s>Below is an instruction");
    }
  }

  @Test
  void anotherTemplateMakesOtherTokens() throws IOException {
    Corpus corpus = corpus(SomeForms.messages("messages"), TALKS);
    TokenCache cache = new TokenCache(directory.resolve("cache"), line -> {});
    long plain;
    try (Tokenizer tokenizer = tokenizer(Map.of())) {
      plain = cache.of(corpus, "talks", tokenizer).tokens();
    }
    try (Tokenizer tokenizer = tokenizer(Map.of("chat_template", SomeTemplates.CHATML))) {
      assertThat(cache.of(corpus, "talks", tokenizer).tokens()).isNotEqualTo(plain);
    }
  }
}
