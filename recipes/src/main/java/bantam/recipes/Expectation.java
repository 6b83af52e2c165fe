package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.Optional;

/**
 * A comparison that must hold when a pipeline is done. A side is a number, {@code chance} (the
 * chance level of the task on the left), or {@code stage.what.metric}: a row of an evaluate stage's
 * scores, where what is a corpus, a task, or {@code all} for the items of all tasks together, such
 * as {@code score_teacher.world_facts.acc} or {@code score_teacher.village.bits_per_byte}.
 */
public record Expectation(
    @Key(
            "the left side: stage.what.metric; what is a corpus, a task, or all for the items of all"
                + " tasks")
        String that,
    @Key("it must be above this: a number, chance, or stage.what.metric") Optional<String> above,
    @Key("it must be below this: a number, chance, or stage.what.metric") Optional<String> below,
    @Key(value = "by at least this much", preset = "0", min = 0) double margin,
    @Key(
            value =
                "and by at least this many standard errors of the difference, where both sides have"
                    + " one",
            preset = "0",
            min = 0)
        double sigmas) {
  public Expectation {
    checkField(
        above.isPresent() != below.isPresent(),
        "that",
        "'" + that + "'",
        "must have exactly one of above and below beside it");
    checkField(
        that.split("\\.", -1).length == 3, "that", "'" + that + "'", "must be stage.what.metric");
  }
}
