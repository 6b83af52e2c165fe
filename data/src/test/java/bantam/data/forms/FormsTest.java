package bantam.data.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.data.corpus.JsonlCorpus;
import bantam.data.corpus.Part;
import bantam.recipes.Choice;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormsTest {
  private static final Choice ALPACA =
      new Choice(
          "alpaca", new Alpaca.Options("instruction", "input", "output", true, Template.PLAIN));
  private static final Choice PAIRS =
      new Choice(
          "prompt-completion",
          new PromptCompletion.Options("prompt", "completion", true, Template.PLAIN));
  private static final Choice PREFERENCE =
      new Choice("preference", new Preference.Options("prompt", "chosen", "rejected", true));
  private static final Choice MESSAGES =
      new Choice("messages", new Messages.Options("messages", true, Template.AUTO));
  private static final Choice SHAREGPT =
      new Choice("sharegpt", new ShareGpt.Options("conversations", true, Template.AUTO));

  @TempDir Path directory;

  private List<Document> read(Choice form, String lines) throws IOException {
    Path file = Files.writeString(directory.resolve("x.jsonl"), lines);
    JsonlCorpus corpus =
        new JsonlCorpus(
            new JsonlCorpus.Options(
                new Input.File(file), "text", Optional.of(form), new Part(0, 1)));
    try (Stream<Document> documents = corpus.documents()) {
      return documents.toList();
    }
  }

  private static String trained(Document document) {
    StringBuilder text = new StringBuilder();
    document.pieces().stream().filter(Piece::trained).forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  /** The published template, copied by hand from the project's page. */
  @Test
  void writesAlpacasTemplateWithAndWithoutAnInput() throws IOException {
    List<Document> documents =
        read(
            ALPACA,
            """
            {"instruction": "Add.", "input": "1 2", "output": "3"}
            {"instruction": "100%s sure?", "input": "", "output": "Yes."}
            {"instruction": "Go", "output": "Gone"}
            """);
    assertThat(documents.get(0).text())
        .isEqualTo(
            "Below is an instruction that describes a task, paired with an input that provides"
                + " further context. Write a response that appropriately completes the request."
                + "\n\n### Instruction:\nAdd.\n\n### Input:\n1 2\n\n### Response:\n3");
    assertThat(documents.get(1).text())
        .isEqualTo(
            "Below is an instruction that describes a task. Write a response that appropriately"
                + " completes the request.\n\n### Instruction:\n100%s sure?\n\n### Response:\nYes.");
    assertThat(documents).extracting(FormsTest::trained).containsExactly("3", "Yes.", "Gone");
  }

  @Test
  void joinsPromptAndCompletionAsTheyStand() throws IOException {
    List<Document> documents = read(PAIRS, "{\"prompt\": \"a:\", \"completion\": \" b\"}");
    assertThat(documents.get(0).text()).isEqualTo("a: b");
    assertThat(trained(documents.get(0))).isEqualTo(" b");
    assertThat(documents.get(0).whole()).isFalse();
  }

  @Test
  void trainsOnTheChosenAnswerAndKeepsTheRejectedOne() throws IOException {
    List<Document> documents =
        read(PREFERENCE, "{\"prompt\": \"q\", \"chosen\": \"+\", \"rejected\": \"-\"}");
    assertThat(documents.get(0).text()).isEqualTo("q+");
    assertThat(trained(documents.get(0))).isEqualTo("+");
    assertThat(documents.get(0).rejected()).contains("-");
  }

  @Test
  void writesConversationsTurnByTurnAndCountsTheAssistantsOnly() throws IOException {
    Document messages =
        read(
                MESSAGES,
                """
                {"messages": [{"role": "system", "content": "Be brief."},
                 {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"},
                 {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "So long"}]}
                """
                    .replace("\n", ""))
            .get(0);
    assertThat(messages.text())
        .isEqualTo(
            "System: Be brief.\n\nUser: Hi\n\nAssistant: Ho\n\nUser: Bye\n\nAssistant: So long");
    assertThat(trained(messages)).isEqualTo(" Ho\n\n So long");
    Document shared =
        read(
                SHAREGPT,
                "{\"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"},"
                    + " {\"from\": \"gpt\", \"value\": \"Ho\"}]}")
            .get(0);
    assertThat(shared.text()).isEqualTo("User: Hi\n\nAssistant: Ho");
    assertThat(trained(shared)).isEqualTo(" Ho");
  }

  @Test
  void everythingCountsWhereThePromptIsNotMasked() throws IOException {
    Choice open =
        new Choice(
            "alpaca", new Alpaca.Options("instruction", "input", "output", false, Template.PLAIN));
    assertThat(read(open, "{\"instruction\": \"Go\", \"output\": \"Gone\"}").get(0).whole())
        .isTrue();
    Choice talk = new Choice("messages", new Messages.Options("messages", false, Template.AUTO));
    assertThat(
            read(talk, "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}")
                .get(0)
                .whole())
        .isTrue();
  }

  @Test
  void namesLineFieldAndRemedy() {
    assertFails(
        ALPACA, "{\"instruction\": \"Go\"}", "x.jsonl:1: has no field 'output'; its fields");
    assertFails(
        PAIRS,
        "{\"prompt\": \"a\", \"completion\": \"b\"}\n{\"prompt\": 3, \"completion\": \"b\"}",
        "x.jsonl:2: 'prompt' is 3; it must be a string");
    assertFails(
        MESSAGES, "{\"messages\": \"hi\"}", "'messages' is \"hi\"; it must be a list of turns");
    assertFails(MESSAGES, "{\"messages\": [3]}", "x.jsonl:1: messages[0] is 3; it must be {role,");
    assertFails(
        MESSAGES,
        "{\"messages\": [{\"role\": \"tool\", \"content\": \"x\"}]}",
        "x.jsonl:1: messages[0]: 'role' is 'tool'; it must be one of assistant, system, user");
    assertFails(
        SHAREGPT,
        "{\"conversations\": [{\"from\": \"gpt\"}]}",
        "x.jsonl:1: conversations[0]: has no field 'value'");
    assertFails(ALPACA, "[\n{\"instruction\"", "x.jsonl:1: is not JSON");
    assertFails(ALPACA, "[{\"instruction\": \"a\"}]", "becomes JSONL by jq -c '.[]'");
  }

  private void assertFails(Choice form, String lines, String message) {
    assertThatThrownBy(() -> read(form, lines))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
