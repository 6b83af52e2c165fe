package bantam.runners.evaluate;

import bantam.recipes.Evaluate;
import bantam.recipes.InputException;
import bantam.recipes.Task;
import bantam.results.Divergence;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.results.TableWriter;
import bantam.runners.RunContext;
import bantam.runners.evaluate.Agenda.Asked;
import bantam.runners.evaluate.Fidelity.Apart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;

/**
 * How much an evaluated model keeps of the base that its recipe names. What both models say to a
 * request is a row of the divergences table, which grows pass by pass; the scores are functions of
 * it and of the samples.
 */
final class BaseScores implements AutoCloseable {
  private static final String TABLE = "divergences";
  private static final Set<Task.Output> RIGHT_OR_WRONG = Accuracy.plain().outputs();

  private final Evaluate recipe;
  private final RunContext context;
  private final Subject model;
  private final Optional<Subject> base;
  private final Optional<TableWriter<Divergence>> rows;
  private final Set<String> there = new HashSet<>();

  private BaseScores(
      Evaluate recipe, RunContext context, Subject model, Optional<Subject> base, long known) {
    this.recipe = recipe;
    this.context = context;
    this.model = model;
    this.base = base;
    this.rows =
        base.map(subject -> TableWriter.resume(context.directory(), Divergence.class, known));
    if (base.isPresent()) {
      TableReader.read(context.directory(), Divergence.class)
          .forEach(row -> there.add(key(row.task(), row.item(), row.choice(), row.window())));
    }
  }

  /**
   * Opens the base, if there is one and the whole is scored and not a shard.
   *
   * @param model as it is measured, with its adapter
   * @param start what an earlier attempt left
   * @throws InputException if the base is missing or wrong, or has other tokens
   */
  static BaseScores open(Evaluate recipe, RunContext context, Subject model, Ledger start) {
    boolean whole = recipe.scoring().part().of() == 1;
    if (!whole || recipe.base().isEmpty()) {
      return new BaseScores(recipe, context, model, Optional.empty(), 0);
    }
    Subject base = Subject.open(model.engine(), recipe.base().get().path());
    try {
      base.requireTokensOf(model, "a model keeps to a base only where both have the same tokens");
      return new BaseScores(recipe, context, model, Optional.of(base), start.rowsOf(TABLE));
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /** Whether there is a base. */
  boolean wanted() {
    return base.isPresent();
  }

  /** Rows of its table by its name, if there is a base. */
  Map<String, Long> counted() {
    return rows.isEmpty() ? Map.of() : Map.of(TABLE, rows.get().rows());
  }

  /** Puts every row so far on the disk. */
  void sync() {
    rows.ifPresent(TableWriter::sync);
  }

  /** Completes its table. */
  void finish(SampleOrder order) {
    rows.ifPresent(table -> table.finish(order.divergences()));
  }

  /**
   * Reads what is asked with both models, but what an earlier attempt has read; nothing without a
   * base.
   *
   * @param piece its name, for the log
   * @param keep is called after each pass, with its floating-point operations
   */
  void read(String piece, Agenda agenda, DoubleConsumer keep) {
    base.ifPresent(subject -> read(subject, new PassLog(piece), agenda, keep));
  }

  private void read(Subject subject, PassLog log, Agenda agenda, DoubleConsumer keep) {
    Fidelity fidelity =
        new Fidelity(
            subject.decoder(), model.decoder(), recipe.scoring().batchTokens(), context.stop());
    List<Pair> pairs = agenda.pairs();
    Asked[] asked = new Asked[pairs.size()];
    for (Asked one : agenda.asked()) {
      for (int window = 0; window < one.windows().size(); window++) {
        asked[one.first() + window] = one;
      }
    }
    long scored = 0;
    for (List<Integer> batch : fidelity.batches(pairs)) {
      List<Integer> missing =
          batch.stream().filter(i -> !there.contains(key(asked[i], i))).toList();
      if (!missing.isEmpty()) {
        log.scoring(missing);
        List<Apart> found = fidelity.of(batch.stream().map(pairs::get).toList());
        missing.forEach(i -> add(asked[i], i - asked[i].first(), found.get(batch.indexOf(i))));
        long read = batch.stream().mapToLong(i -> pairs.get(i).length()).sum();
        long tokens = found.stream().mapToLong(Apart::tokens).sum();
        keep.accept(model.flops(read, tokens) + subject.flops(read, tokens));
        log.kept(missing);
        scored += tokens;
        context.progress().at(scored, "");
      }
    }
  }

  private void add(Asked asked, int window, Apart found) {
    rows.orElseThrow()
        .add(
            new Divergence(
                context.id(),
                asked.task(),
                asked.item(),
                asked.choice(),
                window,
                found.tokens(),
                found.nats(),
                found.agreed(),
                found.base().nats(),
                found.base().greedy(),
                found.model().nats(),
                found.model().greedy()));
  }

  private static String key(Asked asked, int request) {
    return key(asked.task(), asked.item(), asked.choice(), request - asked.first());
  }

  private static String key(String task, String item, int choice, int window) {
    return Asked.key(task, Optional.empty(), item, choice) + "\0" + window;
  }

  /**
   * Rows for each text and each task whose continuations are given, from the finished tables; none
   * without a base.
   *
   * @param samples the model's, by the task's name
   */
  List<Row.Score> scores(Map<String, List<Row.Sample>> samples) {
    if (base.isEmpty()) {
      return List.of();
    }
    Map<String, List<Divergence>> found =
        TableReader.read(context.directory(), Divergence.class).stream()
            .collect(Collectors.groupingBy(Divergence::task));
    List<Row.Score> scores = new ArrayList<>();
    for (String text : recipe.corpora().keySet()) {
      List<Divergence> own = found.getOrDefault(text, List.of());
      scores.addAll(new Kept(context.id(), text, 1, 0).divergence(items(own)));
    }
    List<Row.Score> flips = new ArrayList<>();
    for (Task task : recipe.tasks()) {
      if (task.output() != Task.Output.GENERATE_UNTIL) {
        List<Divergence> own = found.getOrDefault(task.name(), List.of());
        Kept kept = new Kept(context.id(), task.name(), task.version(), task.shots().each());
        scores.addAll(kept.divergence(items(own)));
        if (RIGHT_OR_WRONG.contains(task.output())) {
          boolean greedy = task.output() == Task.Output.LOGLIKELIHOOD;
          flips.addAll(flips(kept, greedy, own, samples.get(task.name())));
        }
      }
    }
    scores.addAll(flips);
    return scores;
  }

  /** One for each item, all of its choices and windows together. */
  private static List<Apart> items(List<Divergence> rows) {
    Map<String, Apart> items = new LinkedHashMap<>();
    rows.forEach(row -> items.merge(row.item(), of(row), Apart::and));
    return List.copyOf(items.values());
  }

  private static Apart of(Divergence row) {
    return new Apart(
        row.nats(),
        row.agreed(),
        new Likelihood(row.baseLogLikelihood(), row.baseGreedy(), row.tokens()),
        new Likelihood(row.logLikelihood(), row.greedy(), row.tokens()));
  }

  /** Both models' answers are those of the same passes, so that equal models answer alike. */
  private static List<Row.Score> flips(
      Kept kept, boolean greedy, List<Divergence> rows, List<Row.Sample> samples) {
    Map<String, Apart> choices = new LinkedHashMap<>();
    rows.forEach(
        row ->
            choices.merge(
                Asked.key(row.task(), Optional.empty(), row.item(), row.choice()),
                of(row),
                Apart::and));
    List<Row.Sample> theirs = new ArrayList<>();
    List<Row.Sample> ours = new ArrayList<>();
    for (Row.Sample sample : samples) {
      Apart found = choices.get(Asked.key(sample));
      theirs.add(row(sample, greedy, found.base()));
      ours.add(row(sample, greedy, found.model()));
    }
    String task = samples.get(0).task();
    return kept.flips(TaskMetrics.answers(task, theirs), TaskMetrics.answers(task, ours));
  }

  /**
   * A choice as a model finds it.
   *
   * @param greedy whether it is right if greedy decoding gives it
   */
  static Row.Sample row(Row.Sample sample, boolean greedy, Likelihood found) {
    return new Row.Sample(
        sample.run(),
        sample.task(),
        sample.item(),
        sample.docHash(),
        sample.cluster(),
        sample.promptHash(),
        sample.targetHash(),
        sample.choice(),
        found.nats(),
        found.greedy(),
        sample.promptTokens(),
        sample.tokens(),
        sample.chars(),
        sample.bytes(),
        sample.words(),
        sample.prediction(),
        sample.target(),
        greedy ? Optional.of(found.greedy()) : sample.correct());
  }

  @Override
  public void close() {
    rows.ifPresent(TableWriter::close);
    base.ifPresent(Subject::close);
  }
}
