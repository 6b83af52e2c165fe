package bantam.recipes;

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
        boolean chat) {
  /** As the tasks say, without a chat template. */
  public static final Prompting PLAIN = new Prompting(Optional.empty(), false);
}
