package bantam.runners.train;

import bantam.results.Row;
import bantam.results.TableWriter;
import bantam.results.runs.Machine;
import bantam.runners.RunContext;
import java.util.Map;
import java.util.OptionalDouble;

/** The tables of a training run while it lives. */
public final class TrainingLog implements AutoCloseable {
  private static final String METRICS = "metrics";
  private static final String TIMINGS = "timings";

  private final String run;
  private final TableWriter<Row.Metric> metrics;
  private final TableWriter<Row.Timing> timings;

  private TrainingLog(
      String run, TableWriter<Row.Metric> metrics, TableWriter<Row.Timing> timings) {
    this.run = run;
    this.metrics = metrics;
    this.timings = timings;
  }

  /**
   * Goes on after what a checkpoint counts on.
   *
   * @param rows of each table; empty to start anew
   */
  static TrainingLog open(RunContext context, Map<String, Long> rows) {
    return new TrainingLog(
        context.id(),
        TableWriter.resume(context.directory(), Row.Metric.class, rows.getOrDefault(METRICS, 0L)),
        TableWriter.resume(context.directory(), Row.Timing.class, rows.getOrDefault(TIMINGS, 0L)));
  }

  /** A number at a step. */
  public void metric(
      long step, long tokens, String split, String metric, double value, String unit) {
    metrics.add(new Row.Metric(run, step, tokens, split, metric, value, unit));
  }

  /** A span of time. */
  public void timing(String what, long step, double seconds, OptionalDouble tokensPerSecond) {
    timings.add(
        new Row.Timing(run, what, step, seconds, tokensPerSecond, Machine.residentMemory()));
  }

  /** Lets other processes see every row so far. */
  void flush() {
    metrics.flush();
    timings.flush();
  }

  /** Puts every row on the disk; a checkpoint keeps how many there are. */
  Map<String, Long> sync() {
    metrics.sync();
    timings.sync();
    return Map.of(METRICS, metrics.rows(), TIMINGS, timings.rows());
  }

  /** Completes the tables. */
  public void finish() {
    metrics.finish();
    timings.finish();
  }

  @Override
  public void close() {
    metrics.close();
    timings.close();
  }
}
