package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One benchmark task: a YAML file. Recipes name it; the reader puts the whole task in its place, so
 * that a changed task is another experiment.
 */
public record Task(
    @Key("the task's name; for a shipped task the file's name") String name,
    @Key(value = "raised when scores change", preset = "1", min = 1) int version,
    @Key("what answering needs") String description,
    @Key(value = "words by which several tasks are chosen at once", preset = "[]")
        List<String> tags,
    @Key(value = "what the model is asked", preset = "multiple-choice") Output output,
    @Key(value = "where the items come from", catalogue = "items") Choice items,
    @Key(value = "text between prompt and choice", preset = "' '") String delimiter,
    @Key(value = "text put behind every prompt", preset = "''") String suffix,
    @Key(
            value =
                "text before everything that the model reads of an item, examples included; the"
                    + " system's turn of a chat",
            preset = "''")
        String preamble,
    @Key(value = "solved examples before each item", preset = "{}") Shots shots,
    @Key("how answers are written, where output is generate-until") Optional<Generation> generation,
    @Key(
            value =
                "what is taken from written answers before they are measured: filters in order, by"
                    + " the name under which scores stand; without any, the first answer as it is",
            preset = "{}",
            catalogue = "filter")
        Map<String, List<Choice>> filters,
    @Key(value = "what is made of the answers", preset = "[acc, acc_norm]", catalogue = "metric")
        List<Choice> metrics) {
  static final String NAME = "[a-z0-9][a-z0-9_]{0,79}";

  /** What the model is asked about an item. */
  public enum Output {
    /** How likely each of two or more choices is to follow the prompt. */
    MULTIPLE_CHOICE,
    /** How likely one continuation is to follow the prompt. */
    LOGLIKELIHOOD,
    /** How likely a whole text is, cut into windows where it is long. */
    LOGLIKELIHOOD_ROLLING,
    /** To write an answer behind the prompt. */
    GENERATE_UNTIL
  }

  public Task {
    tags = List.copyOf(tags);
    metrics = List.copyOf(metrics);
    filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
    checkField(
        name.matches(NAME),
        "name",
        "'" + name + "'",
        "must be lower-case letters, digits and underscores");
    for (String tag : tags) {
      checkField(tag.matches(NAME), "tags", "'" + tag + "'", "must be written like a task's name");
    }
    checkField(!metrics.isEmpty(), "metrics", "[]", "must name a metric");
    checkField(
        new HashSet<>(measured(metrics)).size() == metrics.size(),
        "metrics",
        measured(metrics),
        "must name each metric once");
    checkField(
        output != Output.LOGLIKELIHOOD_ROLLING || shots.each() == 0,
        "shots",
        shots.each(),
        "must be none where output is loglikelihood-rolling: a whole text has no prompt");
    checkWriting(output, generation, filters);
  }

  /**
   * With the number of examples that stand before each item, and without files of examples that
   * nobody reads.
   *
   * @param asked what a recipe asks for; a task that says 0 has none all the same
   */
  public Task settled(Optional<Integer> asked) {
    boolean whole = output == Output.LOGLIKELIHOOD_ROLLING;
    return new Task(
        name,
        version,
        description,
        tags,
        output,
        items,
        delimiter,
        suffix,
        preamble,
        shots.settled(whole ? Optional.empty() : asked),
        generation,
        filters,
        metrics);
  }

  /** With examples from other files, prepared and put into words like its own items. */
  public Task withExamples(Choice records) {
    return new Task(
        name,
        version,
        description,
        tags,
        output,
        items,
        delimiter,
        suffix,
        preamble,
        shots.from(records),
        generation,
        filters,
        metrics);
  }

  private static void checkWriting(
      Output output, Optional<Generation> generation, Map<String, List<Choice>> filters) {
    boolean writes = output == Output.GENERATE_UNTIL;
    checkField(
        writes == generation.isPresent(),
        "generation",
        generation.isPresent() ? "given" : "missing",
        "must be given where output is generate-until, and nowhere else");
    checkField(
        writes || filters.isEmpty(),
        "filters",
        filters.keySet(),
        "must not be given unless output is generate-until");
    for (Map.Entry<String, List<Choice>> pipeline : filters.entrySet()) {
      checkField(
          !pipeline.getValue().isEmpty(),
          "filters",
          "'" + pipeline.getKey() + "' without any",
          "must name a filter, such as take-first");
    }
  }

  /** The names of what is measured, in order. */
  public List<String> measured() {
    return measured(metrics);
  }

  private static List<String> measured(List<Choice> metrics) {
    return metrics.stream().map(Choice::scoreName).toList();
  }
}
