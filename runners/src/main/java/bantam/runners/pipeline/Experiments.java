package bantam.runners.pipeline;

import bantam.recipes.Input;
import bantam.recipes.Pipeline;
import bantam.recipes.Recipe;
import bantam.recipes.RecipeException;
import bantam.recipes.Sweep;
import bantam.results.runs.Provenance;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out recipes of every kind, each once: what is done is taken, not done again. */
public final class Experiments {
  private static final Logger log = LoggerFactory.getLogger(Experiments.class);

  private final Planner planner;
  private final Execution execution;
  private final Progress progress;

  /**
   * @param runs the directory of run directories; made if it is not there
   * @param contents the sha256 of an outside file's or directory's content
   */
  public Experiments(
      Path runs,
      Function<Path, String> contents,
      Manners manners,
      Progress progress,
      StopSignal stop,
      RunLog runLog) {
    this.planner = new Planner(runs, contents);
    this.execution = new Execution(runs, manners, progress, stop, runLog);
    this.progress = progress;
  }

  /**
   * Runs a recipe, or takes the finished run of the same experiment.
   *
   * @throws bantam.recipes.Failure for everything that is told to the user in one line
   */
  public Report run(Recipe recipe) {
    if (recipe instanceof Sweep) {
      throw new RecipeException(
          "kind is 'sweep', which this version checks but does not run; loop over --set in a shell"
              + " as scripts/sweep.sh does");
    }
    if (recipe instanceof Pipeline pipeline) {
      return pipeline(pipeline);
    }
    PlannedRun planned = planner.plan(recipe, Map.of());
    Finished finished = execution.run(planned, wired(recipe, Map.of()));
    return new Report(
        planned.id(),
        finished.directory(),
        finished.cached(),
        Findings.of(recipe, finished.directory()),
        List.of());
  }

  private Report pipeline(Pipeline pipeline) {
    Map<String, PlannedRun> planned = planner.stages(pipeline);
    PlannedRun whole = planner.pipeline(pipeline, planned);
    Map<String, Finished> done = new LinkedHashMap<>();
    Finished finished =
        execution.once(
            whole,
            pipeline,
            (directory, settings) -> {
              planned.values().forEach(stage -> stage(planned, stage, done));
              StageTable.write(whole.id(), directory.path(), planned, done);
              new Summary(pipeline, done).write(directory.path());
              return Provenance.Cost.UNKNOWN;
            });
    if (finished.cached()) {
      // each is taken from its directory, or made again if somebody removed that
      planned.values().forEach(stage -> stage(planned, stage, done));
    }
    Summary summary = new Summary(pipeline, done);
    List<String> unmet = new Expectations(pipeline, summary).unmet();
    return new Report(
        whole.id(), finished.directory(), finished.cached(), summary.table(true), unmet);
  }

  private void stage(
      Map<String, PlannedRun> planned, PlannedRun stage, Map<String, Finished> done) {
    String which = "stage %d of %d, %s".formatted(done.size() + 1, planned.size(), stage.name());
    if (execution.finished(stage).isEmpty()) {
      progress.say(which + ": " + Execution.kind(stage.recipe()));
    }
    Finished finished = execution.run(stage, wired(stage.recipe(), done));
    log.debug("{}: {}{}", which, finished.id(), finished.cached() ? ", done before" : "");
    done.put(stage.name(), finished);
  }

  /** The recipe with the files of earlier stages in the place of the references to them. */
  private Recipe wired(Recipe recipe, Map<String, Finished> done) {
    return Rewiring.replace(recipe, Input.class, input -> wired(input, done));
  }

  private Input wired(Input input, Map<String, Finished> done) {
    if (input instanceof Input.StageOutput made) {
      return new Input.File(Outputs.of(done.get(made.stage()).directory(), made.output()));
    }
    if (input instanceof Input.StepOf from) {
      Input run = wired(from.run(), done);
      return new Input.StepOf(new Input.File(planner.run(run.path())), from.step());
    }
    return input;
  }
}
