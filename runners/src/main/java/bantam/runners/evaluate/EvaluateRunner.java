package bantam.runners.evaluate;

import bantam.recipes.Evaluate;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableWriter;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import bantam.runners.adapt.Adapters;
import bantam.runners.engine.Engine;
import java.util.List;

/**
 * Measures a model on texts and tasks. Every document and every choice of every item is a row of
 * the samples table; but for what a base, counts of a text and probes tell, the scores are
 * functions of those rows alone. Rows are on the disk after every pass, and an interrupted
 * evaluation goes on with the pass that it was at.
 */
public final class EvaluateRunner implements Runner<Evaluate> {
  @Override
  public int version() {
    return 6;
  }

  @Override
  public Outcome run(Evaluate recipe, RunContext context) {
    Ledger start = Shards.start(recipe, context);
    try (Engine engine = Engine.start(recipe.common());
        Subject subject = Subject.open(engine, recipe.model().path())) {
      recipe.adapter().ifPresent(adapter -> Adapters.load(adapter.path(), subject.decoder()));
      try (BaseScores base = BaseScores.open(recipe, context, subject, start);
          TableWriter<Row.Sample> samples =
              TableWriter.resume(context.directory(), Row.Sample.class, start.rowsOf("samples"))) {
        Evaluation evaluation = new Evaluation(recipe, context, subject, base, samples, start);
        try {
          List<Row.Score> scores = evaluation.run();
          TableWriter.write(context.directory(), Row.Score.class, scores);
        } catch (StoppedException e) {
          evaluation.writeEfficiency();
          throw e;
        }
        evaluation.writeEfficiency();
        return evaluation.outcome();
      }
    }
  }
}
