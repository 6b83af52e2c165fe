package bantam.runners.evaluate;

import bantam.data.Corpora;
import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.InputException;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.runners.RunContext;
import bantam.runners.evaluate.Fidelity.Divergence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much an evaluated model keeps of the base that its recipe names. These scores take both
 * models and not the samples alone, so that an attempt makes all of them or none.
 */
final class BaseScores implements AutoCloseable {
  private static final Set<Task.Output> RIGHT_OR_WRONG = Accuracy.plain().outputs();

  private final Evaluate recipe;
  private final RunContext context;
  private final Subject model;
  private final Optional<Subject> base;
  private double flops;

  private BaseScores(Evaluate recipe, RunContext context, Subject model, Optional<Subject> base) {
    this.recipe = recipe;
    this.context = context;
    this.model = model;
    this.base = base;
  }

  /**
   * Opens the base, if there is one and the whole is scored and not a shard.
   *
   * @param model as it is measured, with its adapter
   * @throws InputException if the base is missing or wrong, or has other tokens
   */
  static BaseScores open(Evaluate recipe, RunContext context, Subject model) {
    boolean whole = recipe.scoring().part().of() == 1;
    if (!whole || recipe.base().isEmpty()) {
      return new BaseScores(recipe, context, model, Optional.empty());
    }
    Subject base = Subject.open(model.engine(), recipe.base().get().path());
    try {
      base.requireTokensOf(model, "a model keeps to a base only where both have the same tokens");
      return new BaseScores(recipe, context, model, Optional.of(base));
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /**
   * Rows for each text and each task whose continuations are given; none without a base.
   *
   * @param asked the tasks
   * @param rolling how long texts are cut
   * @param samples the model's, by the task's name
   */
  List<Row.Score> of(
      List<Questions> asked, Rolling rolling, Map<String, List<Row.Sample>> samples) {
    return base.map(subject -> of(subject, asked, rolling, samples)).orElse(List.of());
  }

  private List<Row.Score> of(
      Subject subject,
      List<Questions> asked,
      Rolling rolling,
      Map<String, List<Row.Sample>> samples) {
    List<Row.Score> scores = new ArrayList<>();
    recipe.corpora().forEach((name, corpus) -> scores.addAll(text(subject, name, corpus, rolling)));
    List<Questions> given =
        asked.stream().filter(one -> one.task().output() != Task.Output.GENERATE_UNTIL).toList();
    Agenda all = new Agenda();
    for (Questions questions : given) {
      List<List<Pair>> encoded = questions.encoded(model.tokenizer(), rolling);
      questions.addTo(all, encoded);
      Agenda own = new Agenda();
      questions.addTo(own, encoded);
      Task task = questions.task();
      context.progress().begin("reading %s with the base".formatted(task.name()), 0, "tokens");
      scores.addAll(kept(task).divergence(divergences(subject, own)));
      context.progress().end("");
    }
    if (given.stream().anyMatch(one -> RIGHT_OR_WRONG.contains(one.task().output()))) {
      scores.addAll(flips(given, answers(subject, all), samples));
    }
    return scores;
  }

  private List<Row.Score> text(Subject subject, String name, Choice corpus, Rolling rolling) {
    List<Divergence> found = new ArrayList<>();
    context.progress().begin("reading %s with the base".formatted(name), 0, "tokens");
    new TextSamples(model.tokenizer(), rolling)
        .ask(
            name,
            Corpora.ALL.make(corpus),
            piece -> true,
            (piece, agenda) -> found.addAll(divergences(subject, agenda)));
    context.progress().end("");
    return new Kept(context.id(), name, 1, 0).divergence(found);
  }

  /** One for each item, all of its requests together. */
  private List<Divergence> divergences(Subject subject, Agenda agenda) {
    List<Pair> pairs = agenda.pairs();
    int[] units = agenda.units();
    List<Divergence> requests =
        new Fidelity(
                subject.decoder(), model.decoder(), recipe.scoring().batchTokens(), context.stop())
            .of(pairs);
    Map<Integer, Divergence> items = new TreeMap<>();
    long read = 0;
    long scored = 0;
    for (int i = 0; i < units.length; i++) {
      items.merge(units[i], requests.get(i), Divergence::and);
      read += pairs.get(i).length();
      scored += pairs.get(i).scored();
    }
    flops += model.flops(read, scored) + subject.flops(read, scored);
    return List.copyOf(items.values());
  }

  /** What the base says to all of them, in the very passes in which the model is asked. */
  private List<Row.Sample> answers(Subject subject, Agenda all) {
    context.progress().begin("scoring the base", 0, "tokens");
    try (ModelScorer scorer =
        new ModelScorer(
            subject.decoder(),
            recipe.scoring().batchTokens(),
            Set.copyOf(recipe.scoring().share()),
            context.progress(),
            context.stop())) {
      List<Row.Sample> rows = all.ask(context.id(), scorer);
      ModelScorer.Work work = scorer.takeWork();
      flops += subject.flops(work.read(), work.scored());
      return rows;
    } finally {
      context.progress().end("");
    }
  }

  private List<Row.Score> flips(
      List<Questions> given, List<Row.Sample> rows, Map<String, List<Row.Sample>> samples) {
    List<Row.Score> scores = new ArrayList<>();
    for (Questions questions : given) {
      Task task = questions.task();
      if (RIGHT_OR_WRONG.contains(task.output())) {
        List<Row.Sample> theirs =
            rows.stream().filter(row -> row.task().equals(task.name())).toList();
        scores.addAll(
            kept(task)
                .flips(
                    TaskMetrics.answers(task.name(), theirs),
                    TaskMetrics.answers(task.name(), samples.get(task.name()))));
      }
    }
    return scores;
  }

  private Kept kept(Task task) {
    return new Kept(context.id(), task.name(), task.version(), task.shots().each());
  }

  /** Operations of both models that these scores took. */
  double flops() {
    return flops;
  }

  @Override
  public void close() {
    base.ifPresent(Subject::close);
  }
}
