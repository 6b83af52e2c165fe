package bantam.runners.compare;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Choice;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.results.statistics.Design;
import bantam.results.statistics.Design.Place;
import bantam.results.statistics.Holm;
import bantam.runners.evaluate.Additive;
import bantam.runners.evaluate.Answer;
import bantam.runners.evaluate.Evaluated;
import bantam.runners.evaluate.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two evaluations on the same items, or two sets of them, task by task and metric by metric.
 *
 * <p>With one run a side the unit is the item, and what comes out is about these two checkpoints.
 * With several, the replicates of two methods, the unit is the pair of runs in the order in which
 * they are named, by Student's t; runs and items are drawn together from five pairs on. Tasks of a
 * group or of a common tag, and all, are also taken together: the tasks are strata.
 *
 * @see <a href="https://arxiv.org/abs/2411.00640">Miller 2024</a> for paired and clustered errors
 */
public final class Comparison {
  private final Wanted wanted;
  private final Side a;
  private final Side b;
  private final List<String> notes = new ArrayList<>();

  /** Of each run of a side, the answers by task and filter, in the order of a's first run. */
  private final List<Map<String, Map<String, List<Answer>>>> ofA = new ArrayList<>();

  private final List<Map<String, Map<String, List<Answer>>>> ofB = new ArrayList<>();
  private final List<String> names;

  /**
   * Makes sure that the runs can be compared.
   *
   * @throws InputException if they were not asked the same, naming where
   * @throws RecipeException if what is wanted is not there
   */
  public Comparison(List<Evaluated> a, List<Evaluated> b, Wanted wanted) {
    this.wanted = wanted;
    this.a = new Side(a);
    this.b = new Side(b);
    checkField(
        a.size() == b.size(),
        "B",
        "%d runs".formatted(b.size()),
        "must be as many as A: the first belongs to the first of A, and so on");
    this.names = names();
    names.forEach(this::checkVersions);
    a.forEach(run -> ofA.add(answers(run)));
    b.forEach(run -> ofB.add(answers(run)));
    notes.addAll(0, Notes.of(this.a, this.b));
  }

  private List<String> names() {
    Set<String> ours = a.first().answers().keySet();
    Set<String> theirs = b.first().answers().keySet();
    if (!wanted.tasks().isEmpty()) {
      a.first().requireTasks(wanted.tasks());
      b.first().requireTasks(wanted.tasks());
      return wanted.tasks().stream().distinct().toList();
    }
    List<String> common = ours.stream().filter(theirs::contains).toList();
    if (common.isEmpty()) {
      throw new InputException(
          "%s and %s have no task in common; evaluate both on the same".formatted(a.id(), b.id()));
    }
    List<String> alone =
        Stream.concat(ours.stream(), theirs.stream()).filter(one -> !common.contains(one)).toList();
    if (!alone.isEmpty()) {
      notes.add("not compared, because only one side has them: " + String.join(", ", alone));
    }
    return common;
  }

  private void checkVersions(String name) {
    Optional<Integer> first = a.first().task(name).map(Task::version);
    for (Evaluated run : Stream.concat(a.runs().stream(), b.runs().stream()).toList()) {
      if (!run.task(name).map(Task::version).equals(first)) {
        throw new InputException(
            "task %s has version %s in %s and %s in %s; evaluate again with one of them"
                .formatted(
                    name,
                    first.map(Object::toString).orElse("none"),
                    a.first().id(),
                    run.task(name).map(task -> Integer.toString(task.version())).orElse("none"),
                    run.id()));
      }
    }
  }

  /** What a reader of the numbers must know; a line each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * A row for each task and metric, then for tasks together.
   *
   * @throws RecipeException if a metric that was asked for is none of any task
   */
  public List<Row.Comparison> rows() {
    Map<Measure, Map<String, Metric>> measures = new LinkedHashMap<>(); // of each task
    for (String name : names) {
      measured(name)
          .forEach(
              (metric, how) -> {
                for (String filter : ofA.get(0).get(name).keySet()) {
                  measures
                      .computeIfAbsent(new Measure(filter, metric), key -> new LinkedHashMap<>())
                      .put(name, how);
                }
              });
    }
    for (Choice choice : wanted.metrics()) {
      checkField(
          measures.keySet().stream().anyMatch(one -> one.metric().equals(choice.scoreName())),
          "--metric",
          choice.name(),
          "must be a metric of one of the tasks: " + String.join(", ", names));
    }
    List<Row.Comparison> rows = new ArrayList<>();
    measures.forEach((measure, tasks) -> rows.addAll(rows(measure, tasks)));
    return List.copyOf(rows);
  }

  private Map<String, Metric> measured(String name) {
    Map<String, Metric> metrics = a.first().metrics(name, wanted.metrics());
    boolean text = a.first().task(name).isEmpty();
    if (text && metrics.containsKey("perplexity") && !sameTokens(name)) {
      metrics.remove("perplexity");
      notes.add(
          "%s: perplexity is not compared, because the models cut the text into other tokens"
              .formatted(name));
    }
    return metrics;
  }

  private boolean sameTokens(String name) {
    return Stream.concat(a.runs().stream(), b.runs().stream())
            .map(run -> run.tokens(name))
            .distinct()
            .count()
        == 1;
  }

  private List<Row.Comparison> rows(Measure measure, Map<String, Metric> tasks) {
    List<Row.Comparison> rows = new ArrayList<>();
    List<String> order = List.copyOf(tasks.keySet());
    List<Contrast> contrasts =
        order.stream()
            .map(task -> contrast(measure, tasks, new Together(task, List.of(task), false)))
            .toList();
    double[] p =
        contrasts.stream().mapToDouble(Contrast::p).filter(one -> !Double.isNaN(one)).toArray();
    double[] adjusted = Holm.adjusted(p);
    int next = 0;
    for (int i = 0; i < order.size(); i++) {
      Contrast one = contrasts.get(i);
      double holm = Double.isNaN(one.p()) ? Double.NaN : adjusted[next++];
      rows.add(one.row(a, b, order.get(i), measure, tasks.get(order.get(i)), holm));
    }
    List<String> means = order.stream().filter(task -> mean(measure, task, tasks)).toList();
    for (Together together : Together.of(a.first().recipe(), means)) {
      Metric metric = tasks.get(together.tasks().get(0));
      Contrast one = contrast(measure, tasks, together);
      rows.add(one.row(a, b, together.name(), measure, metric, Double.NaN));
    }
    return rows;
  }

  /** Whether a score is a mean over items, so that scores of several tasks have one, too. */
  private boolean mean(Measure measure, String task, Map<String, Metric> tasks) {
    return tasks.get(task) instanceof Additive metric
        && a.first().task(task).isPresent()
        && metric.terms(ofA.get(0).get(task).get(measure.filter())).isMean();
  }

  private Contrast contrast(Measure measure, Map<String, Metric> metrics, Together together) {
    List<Place> places = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (String task : together.tasks()) {
      List<Answer> answers = ofA.get(0).get(task).get(measure.filter());
      for (Answer answer : answers) {
        places.add(new Place(task, answer.cluster()));
        weights.add(together.evenly() ? 1.0 / answers.size() : 1);
      }
    }
    double[] each = weights.stream().mapToDouble(Double::doubleValue).toArray();
    return new Difference(Design.of(places), each, wanted)
        .of(
            metrics.get(together.tasks().get(0)),
            joined(ofA, measure, together.tasks()),
            joined(ofB, measure, together.tasks()));
  }

  private static List<List<Answer>> joined(
      List<Map<String, Map<String, List<Answer>>>> runs, Measure measure, List<String> tasks) {
    return runs.stream()
        .map(
            run ->
                tasks.stream()
                    .flatMap(task -> run.get(task).get(measure.filter()).stream())
                    .toList())
        .toList();
  }

  /** By task and filter, in the order of a's first run. */
  private Map<String, Map<String, List<Answer>>> answers(Evaluated run) {
    Map<String, Map<String, List<Answer>>> answers = new LinkedHashMap<>();
    Alike.order(a.first(), run, names)
        .forEach((name, given) -> answers.put(name, run.filtered(name, given)));
    return answers;
  }
}
