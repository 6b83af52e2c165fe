package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.data.chat.ChatTemplate;
import bantam.data.items.Item;
import bantam.recipes.Choice;
import bantam.recipes.Generation;
import bantam.recipes.Shots;
import bantam.recipes.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptsTest {
  private static final Item ONE = new Item("0", "Q1", List.of("a", "b"), 1);
  private static final Item TWO = new Item("1", "Q2", List.of("c", "d"), 0);
  private static final Item ASKED =
      new Item("2", "Q3", List.of("e", "f"), 0).after(List.of(ONE, TWO));
  private static final String TEMPLATE =
      "{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}"
          + "{% if add_generation_prompt %}<assistant>{% endif %}";

  private static Task task(String preamble, Task.Output output) {
    Task plain = SomeTasks.of("t", 1, new Choice("none", new Metrics.Options()), ":");
    return new Task(
        "t",
        1,
        "",
        List.of(),
        output,
        plain.items(),
        " ",
        ":",
        preamble,
        Shots.NONE,
        output == Task.Output.GENERATE_UNTIL
            ? Optional.of(new Generation(List.of(), 1, 0, 0, 1, 0, 1))
            : Optional.empty(),
        plain.filters(),
        plain.metrics());
  }

  private static ChatTemplate template(String text) {
    return ChatTemplate.parse("a test", text, Map.of());
  }

  @Test
  void putsPreambleAndExamplesBeforeThePrompt() {
    Prompts prompts = Prompts.of(task("About.\n\n", Task.Output.MULTIPLE_CHOICE), Optional.empty());
    assertThat(prompts.before(ASKED, 1)).isEqualTo("About.\n\nQ1: b\n\nQ2: c\n\nQ3:");
    assertThat(prompts.delimiter()).isEqualTo(" ");
  }

  @Test
  void takesThePromptOfTheRightChoiceInExamples() {
    Item partial =
        new Item(
            "0",
            List.of("So A", "So B"),
            List.of("went", "went"),
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());
    Prompts prompts = Prompts.of(task("", Task.Output.MULTIPLE_CHOICE), Optional.empty());
    assertThat(prompts.before(partial.after(List.of(partial)), 0)).isEqualTo("So B: went\n\nSo A:");
  }

  @Test
  void makesTurnsOfExamples() {
    Task task = task("About.", Task.Output.MULTIPLE_CHOICE);
    Prompts prompts = Prompts.of(task, Optional.of(template(TEMPLATE)));
    assertThat(prompts.before(ASKED, 0))
        .isEqualTo(
            "<system>About.</s><user>Q1:</s><assistant>b</s><user>Q2:</s><assistant>c</s>"
                + "<user>Q3:</s><assistant>");
    assertThat(prompts.delimiter()).isEmpty();
  }

  @Test
  void leavesASystemsTurnOutThatTheTemplateRefuses() {
    String strict =
        "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
            + TEMPLATE;
    Task task = task("About.", Task.Output.MULTIPLE_CHOICE);
    assertThat(Prompts.of(task, Optional.of(template(strict))).before(TWO, 0))
        .isEqualTo("<user>Q2:</s><assistant>");
  }

  @ParameterizedTest
  @EnumSource(value = Task.Output.class, mode = EnumSource.Mode.EXCLUDE, names = "GENERATE_UNTIL")
  void keepsTheDistanceOfContinuations(Task.Output output) {
    Prompts prompts = Prompts.of(task("", output), Optional.of(template(TEMPLATE)));
    assertThat(prompts.delimiter().isEmpty()).isEqualTo(output == Task.Output.MULTIPLE_CHOICE);
  }
}
