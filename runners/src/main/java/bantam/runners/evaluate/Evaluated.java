package bantam.runners.evaluate;

import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.InputException;
import bantam.recipes.Nearest;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Source;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.results.runs.Provenance;
import bantam.results.runs.RunDirectory;
import bantam.results.runs.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished evaluation, read back from its directory: no model is needed, and no data.
 *
 * @param directory of the run
 * @param provenance where it comes from
 * @param recipe with every task in whole
 * @param answers to the items of each task and text, by its name, in the order of the samples table
 * @param changed the same to changed questions, by what changed them
 */
public record Evaluated(
    Path directory,
    Provenance provenance,
    Evaluate recipe,
    Map<String, List<Answer>> answers,
    Map<String, Map<String, List<Answer>>> changed) {
  public Evaluated {
    answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    changed = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
  }

  /**
   * Reads a run.
   *
   * @throws InputException if it is no evaluation, is not done, or is a shard, which has some of
   *     the choices of an item only
   */
  public static Evaluated read(Path directory, RecipeReader reader) {
    Provenance provenance =
        Provenance.read(directory)
            .orElseThrow(() -> new InputException(directory + " is not the directory of a run"));
    if (!provenance.kind().equals("evaluate")) {
      throw new InputException(
          "%s is a run of the kind %s; name one of the kind evaluate"
              .formatted(directory, provenance.kind()));
    }
    Optional<RunState> state = RunDirectory.state(directory);
    if (state.map(RunState::status).filter(RunState.Status.DONE::equals).isEmpty()) {
      throw new InputException(
          "%s is %s; finish it first, by the command that started it"
              .formatted(directory, state.map(one -> one.status().toString()).orElse("damaged")));
    }
    Source file = new Source.File(directory.resolve("recipe.yaml"));
    Evaluate recipe = (Evaluate) reader.read(file, List.of()).recipe();
    if (recipe.scoring().part().of() > 1) {
      throw new InputException(
          "%s is shard %s of an evaluation; make the whole of all shards first, with --merge"
              .formatted(directory, recipe.scoring().shard().orElseThrow()));
    }
    List<Row.Sample> samples = TableReader.read(directory, Row.Sample.class);
    return new Evaluated(
        directory, provenance, recipe, byTask(samples, Optional.empty()), changed(samples));
  }

  /** Answers to changed questions, by what changed them and the task's name. */
  static Map<String, Map<String, List<Answer>>> changed(List<Row.Sample> samples) {
    Map<String, Map<String, List<Answer>>> changed = new LinkedHashMap<>();
    samples.stream()
        .map(Row.Sample::perturbation)
        .filter(Optional::isPresent)
        .distinct()
        .forEach(change -> changed.put(change.get(), byTask(samples, change)));
    return changed;
  }

  /**
   * Answers by the task's name.
   *
   * @param change what changed their questions
   */
  static Map<String, List<Answer>> byTask(List<Row.Sample> samples, Optional<String> change) {
    Map<String, List<Row.Sample>> rows = new LinkedHashMap<>();
    samples.stream()
        .filter(row -> row.perturbation().equals(change))
        .forEach(row -> rows.computeIfAbsent(row.task(), key -> new ArrayList<>()).add(row));
    Map<String, List<Answer>> answers = new LinkedHashMap<>();
    rows.forEach((name, some) -> answers.put(name, TaskMetrics.answers(name, some)));
    return answers;
  }

  public String id() {
    return provenance.id();
  }

  /** The task of a name; a text has none. */
  public Optional<Task> task(String name) {
    return recipe.tasks().stream().filter(task -> task.name().equals(name)).findFirst();
  }

  /** How many tokens were scored of each item of a task or text. */
  public Map<String, Integer> tokens(String name) {
    Map<String, Integer> tokens = new LinkedHashMap<>();
    answers
        .get(name)
        .forEach(
            answer ->
                tokens.put(
                    answer.item(), answer.choices().stream().mapToInt(Row.Sample::tokens).sum()));
    return tokens;
  }

  /**
   * Checks that it has what somebody asks for.
   *
   * @throws RecipeException naming the first task that it lacks
   */
  public void requireTasks(List<String> names) {
    for (String name : names) {
      if (!answers.containsKey(name)) {
        throw new RecipeException(
            "%s has no task or text %s".formatted(id(), Nearest.hint(name, answers.keySet())));
      }
    }
  }

  /**
   * Scores from the samples alone: a row for each task and metric, then for each group all of whose
   * tasks are among them, of what was asked, or else of what it pools; and then the same over the
   * items that an audit found clean, if it did, and over changed questions.
   *
   * @param names tasks and texts; none takes all
   * @param metrics none takes those of the tasks
   * @param bootstrap draws for errors that are drawn; 0 for none
   * @throws RecipeException if a metric is none of a task's kind
   */
  public List<Row.Score> scores(List<String> names, List<Choice> metrics, int bootstrap) {
    requireTasks(names);
    Map<String, List<Answer>> wanted = new LinkedHashMap<>(answers);
    wanted.keySet().removeIf(name -> !names.isEmpty() && !names.contains(name));
    return RunScores.of(id(), recipe, wanted, changed, metrics, bootstrap);
  }

  /**
   * Answers to a task behind each of its filters, by the filter's name; to a text as they are.
   *
   * @param given answers to all or some of its items
   */
  public Map<String, List<Answer>> filtered(String name, List<Answer> given) {
    return task(name)
        .map(task -> Pipelines.filtered(task, given))
        .orElseGet(() -> Map.of(Pipelines.NONE, given));
  }

  /**
   * What is measured on a task or a text.
   *
   * @param asked those that suit it are taken; without any those of the task
   */
  public Map<String, Metric> metrics(String name, List<Choice> asked) {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    Optional<Task> task = task(name);
    if (task.isEmpty()) {
      List<String> words = asked.stream().map(Choice::scoreName).toList();
      metrics.putAll(TextMetrics.COMPARED);
      metrics.keySet().removeIf(metric -> !words.isEmpty() && !words.contains(metric));
      return metrics;
    }
    for (Choice choice : asked.isEmpty() ? task.get().metrics() : asked) {
      Metric metric = Metrics.ALL.make(choice);
      if (metric.outputs().contains(task.get().output())) {
        metrics.put(choice.scoreName(), metric);
      }
    }
    return metrics;
  }
}
