package bantam.runners.evaluate;

import bantam.data.Corpora;
import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.Group;
import bantam.recipes.Places;
import bantam.recipes.RecipeException;
import bantam.recipes.Sharing;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.results.TableWriter;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import bantam.runners.adapt.Adapters;
import bantam.runners.engine.Engine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures a model on texts and tasks. Every document and every choice of every item is a row of
 * the samples table; the scores are functions of those rows alone. An interrupted evaluation goes
 * on with the text or task that it was at.
 */
public final class EvaluateRunner implements Runner<Evaluate> {
  @Override
  public int version() {
    return 4;
  }

  @Override
  public Outcome run(Evaluate recipe, RunContext context) {
    try (Engine engine = Engine.start(recipe.common());
        Subject subject = Subject.open(engine, recipe.model().path())) {
      recipe.adapter().ifPresent(adapter -> Adapters.load(adapter.path(), subject.decoder()));
      Ledger start = Ledger.read(context.directory());
      try (TableWriter<Row.Sample> samples =
              TableWriter.resume(context.directory(), Row.Sample.class, start.rowsOf("samples"));
          TableWriter<Row.Score> scores =
              TableWriter.resume(context.directory(), Row.Score.class, start.rowsOf("scores"))) {
        Attempt attempt = new Attempt(recipe, context, subject, samples, scores, start);
        attempt.run();
        samples.finish();
        scores.finish();
        return attempt.outcome();
      }
    }
  }

  /** One attempt at an evaluation, with its open tables. */
  private static final class Attempt {
    private final Evaluate recipe;
    private final RunContext context;
    private final Subject subject;
    private final TableWriter<Row.Sample> samples;
    private final TableWriter<Row.Score> scores;
    private final int limit;
    private Ledger ledger;

    Attempt(
        Evaluate recipe,
        RunContext context,
        Subject subject,
        TableWriter<Row.Sample> samples,
        TableWriter<Row.Score> scores,
        Ledger ledger) {
      this.recipe = recipe;
      this.context = context;
      this.subject = subject;
      this.samples = samples;
      this.scores = scores;
      this.ledger = ledger;
      this.limit = limit(recipe.context(), subject.limit());
    }

    private static int limit(int asked, int possible) {
      if (asked > possible) {
        throw new RecipeException(
            "context is %d; the model's max_position_embeddings is %d".formatted(asked, possible));
      }
      return asked == 0 ? possible : asked;
    }

    void run() {
      for (Map.Entry<String, Choice> corpus : recipe.corpora().entrySet()) {
        if (!ledger.done().contains(corpus.getKey())) {
          text(corpus.getKey(), corpus.getValue());
        }
      }
      for (Task task : recipe.tasks()) {
        if (!ledger.done().contains(task.name())) {
          task(task);
        }
      }
      for (Group group : recipe.groups()) {
        if (!ledger.done().contains(group.name())) {
          pool(group);
        }
      }
    }

    private void pool(Group group) {
      List<Row.Score> known = TableReader.read(context.directory(), Row.Score.class);
      context.progress().begin("pooling " + group.name(), 0, "tasks");
      record(group.name(), List.of(), GroupScores.of(context.id(), group, known), scorer());
    }

    private void text(String name, Choice corpus) {
      context.progress().begin("scoring " + name, 0, "tokens");
      ModelScorer scorer = scorer();
      List<Row.Sample> rows = new ArrayList<>();
      new TextSamples(subject.tokenizer(), limit, scorer)
          .score(context.id(), name, Corpora.ALL.make(corpus), rows::add);
      record(name, rows, TextMetrics.scores(context.id(), name, rows), scorer);
    }

    private void task(Task task) {
      Optional<Places> places =
          Optional.ofNullable(recipe.items().get(task.name())).map(Places::parse);
      Questions questions =
          new Questions(
              task, TaskItems.of(task, places, recipe.limit()), subject.chat(recipe.prompting()));
      if (task.output() == Task.Output.GENERATE_UNTIL) {
        write(task, questions);
        return;
      }
      List<List<Pair>> pairs = questions.encoded(subject.tokenizer(), limit);
      long tokens = pairs.stream().flatMap(List::stream).mapToLong(Pair::scored).sum();
      context.progress().begin("scoring " + task.name(), tokens, "tokens");
      ModelScorer scorer = scorer();
      List<Row.Sample> rows = questions.ask(context.id(), pairs, scorer);
      record(task.name(), rows, TaskMetrics.scores(context.id(), task, rows), scorer);
    }

    private void write(Task task, Questions questions) {
      Writing writing =
          new Writing(
              questions, subject.decoder(), subject.tokenizer(), limit, recipe.common().seed());
      context.progress().begin("answering " + task.name(), writing.size(), "answers");
      for (Writing.Batch batch : writing.batches()) {
        String piece = task.name() + "/" + batch.first();
        if (!ledger.done().contains(piece)) {
          context.stop().check();
          Writing.Written written = writing.write(context.id(), batch, context.stop());
          written.rows().forEach(samples::add);
          double flops = subject.flops(written.read(), written.written());
          keep(piece, written.written(), flops);
          context.progress().at(batch.first() + batch.size(), "");
        }
      }
      List<Row.Sample> rows =
          TableReader.read(context.directory(), Row.Sample.class).stream()
              .filter(row -> row.task().equals(task.name()))
              .toList();
      record(task.name(), List.of(), TaskMetrics.scores(context.id(), task, rows), scorer());
    }

    private ModelScorer scorer() {
      return new ModelScorer(
          subject.decoder(),
          recipe.batchTokens(),
          EnumSet.allOf(Sharing.class),
          context.progress(),
          context.stop());
    }

    private void record(
        String name, List<Row.Sample> rows, List<Row.Score> found, ModelScorer scorer) {
      rows.forEach(samples::add);
      found.forEach(scores::add);
      keep(name, scorer.scored(), subject.flops(scorer.read(), scorer.scored()));
      context.progress().end("%s %.4g".formatted(found.get(0).metric(), found.get(0).value()));
    }

    /** Tables first, then what says that they count. */
    private void keep(String piece, long tokens, double flops) {
      samples.sync();
      scores.sync();
      Map<String, Long> rows = Map.of("samples", samples.rows(), "scores", scores.rows());
      ledger = ledger.with(piece, rows, tokens, flops);
      ledger.write(context.directory());
    }

    Outcome outcome() {
      return new Outcome(
          Map.of(),
          subject.parameters(),
          0,
          subject.nonZero(),
          ledger.tokens(),
          Outcome.Flops.of(ledger.flops()),
          OptionalDouble.empty());
    }
  }
}
