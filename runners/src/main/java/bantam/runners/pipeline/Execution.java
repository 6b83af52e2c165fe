package bantam.runners.pipeline;

import bantam.recipes.Canonical;
import bantam.recipes.Common;
import bantam.recipes.Kind;
import bantam.recipes.Recipe;
import bantam.recipes.StoppedException;
import bantam.results.files.Whole;
import bantam.results.runs.Machine;
import bantam.results.runs.Provenance;
import bantam.results.runs.RunDirectory;
import bantam.results.runs.RunState;
import bantam.runners.Outcome;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.Runners;
import bantam.runners.StopSignal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Carries out one run in its directory, and keeps account of how it went. */
final class Execution {
  private final Path runs;
  private final Manners manners;
  private final Progress progress;
  private final StopSignal stop;
  private final RunLog log;

  Execution(Path runs, Manners manners, Progress progress, StopSignal stop, RunLog log) {
    this.runs = runs;
    this.manners = manners;
    this.progress = progress;
    this.stop = stop;
    this.log = log;
  }

  /** What is done in a run's directory. */
  @FunctionalInterface
  interface Work {
    Provenance.Cost in(RunDirectory directory, Settings settings);
  }

  /** Runs one recipe, or takes its finished run. */
  Finished run(PlannedRun planned, Recipe wired) {
    return once(
        planned,
        wired,
        (directory, settings) -> {
          RunContext context =
              new RunContext(directory.id(), directory.path(), runs, progress, stop);
          return cost(Runners.run(settings.resolved(wired), context));
        });
  }

  /** Does the work, unless it is done. */
  @SuppressWarnings("try") // the log is open for what others write into it
  Finished once(PlannedRun planned, Recipe wired, Work work) {
    Optional<Finished> before = finished(planned);
    if (before.isPresent()) {
      return before.get();
    }
    try (RunDirectory directory =
            RunDirectory.open(runs, planned.name(), planned.identity(), manners.patience());
        RunLog.Open open = log.open(directory.path())) {
      // another process may have done it while this one waited
      Optional<Finished> meanwhile = finished(planned);
      return meanwhile.isPresent() ? meanwhile.get() : attempt(planned, wired, directory, work);
    }
  }

  /** The finished run of this experiment, if there is one. */
  Optional<Finished> finished(PlannedRun planned) {
    return RunDirectory.done(runs, planned.name(), planned.identity())
        .flatMap(
            path -> Provenance.read(path).map(provenance -> new Finished(path, provenance, true)));
  }

  private Finished attempt(PlannedRun planned, Recipe wired, RunDirectory directory, Work work) {
    Settings settings = Settings.of(wired, directory.state());
    Provenance attempt = provenance(planned, wired, settings);
    Provenance provenance = Provenance.read(directory.path()).map(attempt::after).orElse(attempt);
    Whole.write(directory.file("recipe.yaml"), Canonical.yaml(wired));
    provenance.write(directory.path());
    directory.state(directory.state().with(settings.dtypeName()).at(RunState.Status.RUNNING));
    long start = System.nanoTime();
    try {
      Provenance.Cost cost = work.in(directory, settings);
      Provenance done = provenance.ended(now(), seconds(start), cost);
      done.write(directory.path());
      directory.state(directory.state().at(RunState.Status.DONE));
      return new Finished(directory.path(), done, false);
    } catch (StoppedException e) {
      end(directory, provenance, start, RunState.Status.INTERRUPTED, e);
      throw e;
    } catch (RuntimeException | Error e) {
      end(directory, provenance, start, RunState.Status.FAILED, e);
      throw e;
    }
  }

  private static void end(
      RunDirectory directory,
      Provenance provenance,
      long start,
      RunState.Status status,
      Throwable why) {
    try {
      provenance.ended(now(), seconds(start), Provenance.Cost.UNKNOWN).write(directory.path());
      directory.state(directory.state().at(status, String.valueOf(why.getMessage())));
    } catch (RuntimeException e) {
      // on a full disk the reason itself cannot be written down; it must still reach the user
      why.addSuppressed(e);
    }
  }

  private Provenance provenance(PlannedRun planned, Recipe wired, Settings settings) {
    Common common = planned.recipe().common();
    return new Provenance(
        planned.id(),
        common.name(),
        kind(planned.recipe()),
        planned.identity(),
        planned.canonical(),
        planned.inputs(),
        Lineage.of(wired),
        Machine.here(manners.version(), settings.engine()),
        manners.command(),
        common.seed(),
        settings.device(),
        settings.dtypeName(),
        now(),
        Optional.empty(),
        0,
        Provenance.Cost.UNKNOWN);
  }

  static String kind(Recipe recipe) {
    return recipe.getClass().getAnnotation(Kind.class).value();
  }

  private static Provenance.Cost cost(Outcome outcome) {
    return new Provenance.Cost(
        OptionalLong.of(outcome.parameters()),
        OptionalLong.of(outcome.trainable()),
        OptionalLong.of(outcome.nonZero()),
        OptionalLong.of(outcome.tokens()),
        OptionalDouble.of(outcome.flops().own()),
        OptionalDouble.of(outcome.flops().teacher()),
        OptionalDouble.of(outcome.flops().scoring()),
        Machine.peakMemory());
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
