package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.Optional;

/**
 * Solved examples that a model reads before each item of a task.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/samplers.py} and {@code fewshot_context} of {@code
 *     lm_eval/api/task.py}
 */
public record Shots(
    @Key(
            value =
                "examples before each item; 0 says that there are none whatever a recipe or --shots"
                    + " says; without it they say how many, and none if they do not",
            min = 0,
            max = 1000)
        Optional<Integer> count,
    @Key(
            value =
                "the files that examples come from, prepared and put into words like the task's"
                    + " own; without it they are the task's own items",
            catalogue = "records")
        Optional<Choice> from,
    @Key(
            value = "random draws other examples for each item, first-n takes the first ones",
            preset = "random")
        Sampler sampler,
    @Key(
            value =
                "item leaves an item out of its own examples, of which one more is drawn for that;"
                    + " own does so where they are the task's own items; nothing does not look",
            preset = "item")
        LeaveOut leaveOut,
    @Key(value = "seed of CPython's random numbers, one stream over all items", preset = "1234")
        long seed,
    @Key(value = "text behind each example", preset = "\"\\n\\n\"") String delimiter) {
  /** How examples are chosen. */
  public enum Sampler {
    /** Drawn anew for each item, without replacement. */
    RANDOM,
    /** The first ones, in the order of their file. */
    FIRST_N
  }

  /** What is no example. */
  public enum LeaveOut {
    /** The item itself, and whatever reads the same. */
    ITEM,
    /** The same where no files are named: those are no items that are measured. */
    OWN,
    /** Nothing: an item may read its own answer. */
    NOTHING
  }

  /** No examples, unless somebody asks for them. */
  public static final Shots NONE =
      new Shots(Optional.empty(), Optional.empty(), Sampler.RANDOM, LeaveOut.ITEM, 1234, "\n\n");

  public Shots {
    count.ifPresent(some -> checkField(some >= 0, "count", some, "must not be negative"));
  }

  /** Examples before each item. */
  public int each() {
    return count.orElse(0);
  }

  /** Whether items are left out of their own examples. */
  public boolean apart() {
    return leaveOut == LeaveOut.ITEM || (leaveOut == LeaveOut.OWN && from.isEmpty());
  }

  /** With examples from other files. */
  Shots from(Choice records) {
    return new Shots(count, Optional.of(records), sampler, leaveOut, seed, delimiter);
  }

  /** With the number written out, and without files that then nobody reads. */
  Shots settled(Optional<Integer> asked) {
    boolean never = count.isPresent() && count.get() == 0;
    int each = never ? 0 : asked.orElse(each());
    return new Shots(
        Optional.of(each), each == 0 ? Optional.empty() : from, sampler, leaveOut, seed, delimiter);
  }
}
