package bantam.runners.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.recipes.Choice;
import bantam.recipes.Common;
import bantam.recipes.Finetune;
import bantam.recipes.Input;
import bantam.recipes.Memory;
import bantam.recipes.Training;
import bantam.recipes.Watching;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RewiringTest {
  private record TextOptions(Input path, String splitOn) {}

  private record NoOptions() {}

  private static final Input MADE = new Input.StageOutput("teacher", "model");
  private static final Input OUTSIDE = new Input.File(Path.of("/data/text"));

  private static Finetune recipe(Input model, Input text) {
    Choice none = new Choice("none", new NoOptions());
    return new Finetune(
        new Common("r", "", 1, "auto", Common.Dtype.AUTO, 0),
        model,
        new Training(
            Optional.of(new Choice("text", new TextOptions(text, "x"))),
            Optional.empty(),
            Optional.of(none),
            Optional.empty(),
            1,
            1,
            0,
            8,
            none,
            List.of(),
            0.1,
            none,
            1,
            new Watching(Optional.empty(), "last", Optional.empty(), Optional.empty()),
            Optional.empty(),
            0,
            1,
            1,
            0,
            1,
            Memory.PLENTY));
  }

  @Test
  void replacesInputsAlsoInTheOptionsOfMembers() {
    Finetune before = recipe(MADE, OUTSIDE);
    Finetune after = Rewiring.replace(before, Input.class, input -> input == MADE ? OUTSIDE : MADE);
    assertThat(after).isEqualTo(recipe(OUTSIDE, MADE));
    assertThat(before).isEqualTo(recipe(MADE, OUTSIDE));
  }

  @Test
  void findsEveryInput() {
    assertThat(Inputs.of(recipe(MADE, OUTSIDE))).containsExactly(MADE, OUTSIDE);
  }
}
