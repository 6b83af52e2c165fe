package bantam.runners.train;

import static bantam.recipes.Checks.checkField;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a checkpoint says beside its tensors: {@code checkpoint.json}.
 *
 * @param format of the checkpoint; another one is not read
 * @param step optimizer steps done; the data's order and all randomness follow from it
 * @param tokens trained on so far
 * @param rows of every open table, by the table's name
 * @param sums of the loss terms since the last row of the metrics table
 * @param watch what is remembered of measurements, by name
 * @param crc32c of each file beside it, by the file's name
 */
record Checkpoint(
    int format,
    long step,
    long tokens,
    SortedMap<String, Long> rows,
    List<Double> sums,
    SortedMap<String, Double> watch,
    SortedMap<String, Long> crc32c) {
  static final int FORMAT = 1;

  /** The same with the checksums of the files beside it. */
  Checkpoint with(Map<String, Long> checksums) {
    return new Checkpoint(format, step, tokens, rows, sums, watch, new TreeMap<>(checksums));
  }

  Checkpoint {
    checkField(format == FORMAT, "format", format, "must be " + FORMAT);
    checkField(step >= 0, "step", step, "must not be negative");
    sums = List.copyOf(sums);
    rows = new TreeMap<>(rows);
    watch = watch == null ? new TreeMap<>() : new TreeMap<>(watch); // older checkpoints lack it
    crc32c = new TreeMap<>(crc32c);
  }
}
