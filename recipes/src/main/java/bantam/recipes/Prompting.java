package bantam.recipes;

import java.util.List;
import java.util.Optional;

/** How an evaluation puts the items of tasks to a model. */
public record Prompting(
    @Key(
            value =
                "solved examples before each item of every task but those that say 0 themselves;"
                    + " without it each task says how many",
            min = 0,
            max = 1000)
        Optional<Integer> shots,
    @Key(
            value =
                "writes prompts with the model's chat template: a task's preamble is the system's"
                    + " turn, every example two turns",
            preset = "false")
        boolean chat,
    @Key(
            value =
                "the versions of lm-evaluation-harness whose tokens prompts and choices have; the"
                    + " older ones put no BOS before texts but for Gemma models",
            preset = "'lm-eval>=0.4.10'")
        Compat compat,
    @Key(
            value =
                "changes of the questions, each with scores of its own beside those of the"
                    + " questions as they are",
            preset = "[]",
            catalogue = "perturbation")
        List<Choice> perturb) {
  /** As the tasks say, without a chat template. */
  public static final Prompting PLAIN = new Prompting(Optional.empty(), false);

  public Prompting {
    perturb = List.copyOf(perturb);
  }

  /** With the tokens of the newer versions, and questions as they are. */
  public Prompting(Optional<Integer> shots, boolean chat) {
    this(shots, chat, Compat.SINCE_0_4_10, List.of());
  }
}
