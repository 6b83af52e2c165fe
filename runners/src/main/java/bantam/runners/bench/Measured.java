package bantam.runners.bench;

import bantam.results.Table;
import bantam.results.Table.Heading;
import java.util.List;

/**
 * What a benchmark of training found.
 *
 * @param parameters of the model that trains, adapters not counted
 * @param tokens of a step
 * @param stepMs the best step, in milliseconds: data, passes, optimizer and logs
 * @param medianMs the median step
 * @param teacherMs the teacher's forward pass alone with its logits, the best; 0 without a teacher
 * @param gflops of the best step, in 10⁹ operations a second, by the formula of the mode
 * @param matmulGflops of 1024³ products in the same dtype, the best between the steps
 * @param matmulF32 and {@code matmulBf16}: of both dtypes, before the first step
 * @param modelGflops of the products that the model itself makes
 * @param overhead share of the time that went into data, logs and the loop
 * @param peakBytes largest resident memory of the process
 * @param planBytes what {@code bantam plan} says to it
 * @param load of the machine, over the last minute
 */
public record Measured(
    String shape,
    String dtype,
    String mode,
    long parameters,
    long tokens,
    double stepMs,
    double medianMs,
    double teacherMs,
    double gflops,
    double matmulGflops,
    double matmulF32,
    double matmulBf16,
    double modelGflops,
    double overhead,
    long peakBytes,
    long planBytes,
    double load) {
  /** A row for each benchmark. */
  public static Table table(List<Measured> all) {
    Table table =
        Table.of(
            new Heading("shape"),
            new Heading("dtype"),
            new Heading("mode"),
            new Heading("step_ms", "best step: data, passes, optimizer, logs", "ms"),
            new Heading("median_ms", "median step", "ms"),
            new Heading("teacher_ms", "the teacher's forward pass alone", "ms"),
            new Heading("tokens_per_s", "of the best step", "tokens/s"),
            new Heading("gflops", "of the best step, by the mode's formula", "GFLOP/s"),
            new Heading("matmul_gflops", "of 1024³ products between the steps", "GFLOP/s"),
            new Heading("ratio", "gflops / matmul_gflops", ""),
            new Heading("model_gflops", "of the model's own products", "GFLOP/s"),
            new Heading("matmul_f32", "of 1024³ products before the steps", "GFLOP/s"),
            new Heading("matmul_bf16", "of 1024³ products before the steps", "GFLOP/s"),
            new Heading("overhead", "share of the time in data, logs and the loop", ""),
            new Heading("peak_rss_bytes", "largest resident memory", "B"),
            new Heading("plan_bytes", "what bantam plan says to it", "B"),
            new Heading("plan_ratio", "plan_bytes / peak_rss_bytes", ""),
            new Heading("load", "of the machine over the last minute", ""));
    for (Measured one : all) {
      table = table.with(one.cells());
    }
    return table;
  }

  private Object[] cells() {
    return new Object[] {
      shape,
      dtype,
      mode,
      rounded(stepMs, 1),
      rounded(medianMs, 1),
      teacherMs == 0 ? null : rounded(teacherMs, 1),
      rounded(tokens / stepMs * 1e3, 0),
      rounded(gflops, 1),
      rounded(matmulGflops, 1),
      rounded(gflops / matmulGflops, 3),
      rounded(modelGflops, 1),
      rounded(matmulF32, 1),
      rounded(matmulBf16, 1),
      rounded(overhead, 4),
      peakBytes,
      planBytes,
      rounded((double) planBytes / peakBytes, 3),
      load
    };
  }

  private static double rounded(double value, int digits) {
    double unit = Math.pow(10, digits);
    return Math.round(value * unit) / unit;
  }
}
