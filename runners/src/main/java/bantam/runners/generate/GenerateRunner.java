package bantam.runners.generate;

import bantam.recipes.Generate;
import bantam.recipes.Input;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableWriter;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Ledger;
import bantam.runners.evaluate.Meter;
import bantam.runners.evaluate.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Continues prompts and writes a row of the completions table for each completion; the table is a
 * corpus as well. An interrupted run goes on with the batch that it was at.
 */
public final class GenerateRunner implements Runner<Generate> {
  private static final String TABLE = "completions";

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Outcome run(Generate recipe, RunContext context) {
    try (Engine engine = Engine.start(recipe.common());
        Subject subject =
            Subject.open(engine, recipe.model().path(), recipe.adapter().map(Input::path));
        Ensemble models =
            Ensemble.of(subject, recipe.combine(), datastore(recipe, subject, context))) {
      Assignment assignment = Assignment.of(recipe, subject, models);
      Completions completions = assignment.completions(context.id());
      List<List<Continuation>> batches = assignment.batches();
      Generator generator = assignment.generator(context.stop());
      Meter meter = new Meter(Meter.WRITING, engine);
      Ledger ledger = Ledger.read(context.directory());
      try (TableWriter<Row.Completion> table =
          TableWriter.resume(context.directory(), Row.Completion.class, ledger.rowsOf(TABLE))) {
        context.progress().begin("generating", assignment.size(), "completions");
        try {
          for (List<Continuation> batch : batches.subList(ledger.done().size(), batches.size())) {
            context.stop().check();
            long began = System.nanoTime();
            double untilFirst = generator.complete(batch);
            meter.pass(parts(batch), (System.nanoTime() - began) / 1e9, untilFirst);
            batch.forEach(done -> table.add(completions.row(done)));
            table.sync();
            ledger = counted(ledger, table.rows(), batch, models);
            ledger.write(context.directory());
            context.progress().at(table.rows(), "");
          }
        } catch (StoppedException e) {
          Meter.write(context, List.of(meter));
          throw e;
        }
        Meter.write(context, List.of(meter));
        context.progress().end("");
        return outcome(subject, ledger, table.finish());
      }
    }
  }

  private static Optional<Datastore> datastore(
      Generate recipe, Subject subject, RunContext context) {
    return recipe
        .infiniGram()
        .map(text -> Datastore.open(text, subject, context.runs(), context.progress()::say));
  }

  private static List<Meter.Part> parts(List<Continuation> batch) {
    return batch.stream()
        .map(row -> new Meter.Part("prompts", Integer.toString(row.prompt()), 1, row.ids().length))
        .toList();
  }

  private static Ledger counted(
      Ledger ledger, long rows, List<Continuation> batch, Ensemble models) {
    long written = batch.stream().mapToLong(row -> row.ids().length).sum();
    long prompts = batch.stream().mapToLong(Continuation::promptLength).sum();
    String name = Integer.toString(ledger.done().size());
    // a completion's last token is not read
    long read = prompts + written - batch.size();
    return ledger.with(name, Map.of(TABLE, rows), written, models.flops(read, written));
  }

  private static Outcome outcome(Subject subject, Ledger ledger, Path table) {
    return new Outcome(
        Map.of("data", table),
        subject.parameters(),
        0,
        subject.nonZero(),
        ledger.tokens(),
        Outcome.Flops.of(ledger.flops()),
        OptionalDouble.empty());
  }
}
