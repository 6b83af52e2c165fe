package bantam.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.Common;
import bantam.recipes.Decoding;
import bantam.recipes.Generate;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.results.Row;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Subject;
import bantam.runners.evaluate.Tiny;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTest {
  private static final String TEMPLATE =
      "{% for m in messages %}[{{ m.role }}] {{ m.content }}{{ eos_token }}{% endfor %}"
          + "{% if add_generation_prompt %}[assistant] {% endif %}";

  @TempDir Path directory;

  private Path model(boolean template) throws IOException {
    Path model = Tiny.model(directory.resolve("model"), Dtype.F32, 32);
    Path file = model.resolve("tokenizer_config.json");
    ObjectNode config = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    if (template) {
      Files.writeString(file, config.put("chat_template", TEMPLATE).toString());
    }
    return model;
  }

  private static Generate recipe(Path model) {
    return new Generate(
        new Common("chat", "", 17, "cpu", Common.Dtype.F32, 2),
        new Input.File(model),
        Optional.empty(),
        List.of("the cat"),
        Optional.empty(),
        1,
        new Decoding(3, 0, 0, 1, 0, 1, Optional.of(List.of()), List.of()),
        Optional.empty());
  }

  @Test
  void putsAPromptAsAUsersMessageWithNoMarksAround() throws IOException {
    Path model = model(true);
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 2);
        Subject subject = Subject.open(engine, model)) {
      Assignment asked =
          Assignment.of(recipe(model), subject, Ensemble.of(subject.decoder())).chat();
      assertThat(asked.prompts())
          .containsExactly(new Assignment.Prompt("[user] the cat<|endoftext|>[assistant] ", true));
      List<Row.Completion> rows = new ArrayList<>();
      asked.complete(new StopSignal(), rows::add);
      assertThat(rows).hasSize(1);
      assertThat(rows.get(0).prompt()).isEqualTo("[user] the cat<|endoftext|>[assistant] ");
      assertThat(rows.get(0).tokenIds()).hasSize(3);
    }
  }

  @Test
  void aModelWithoutATemplateIsRefused() throws IOException {
    Path model = model(false);
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 2);
        Subject subject = Subject.open(engine, model)) {
      Assignment asked = Assignment.of(recipe(model), subject, Ensemble.of(subject.decoder()));
      assertThatThrownBy(asked::chat)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("has no chat template")
          .hasMessageContaining("leave --chat out");
    }
  }
}
