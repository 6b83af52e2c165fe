package bantam.data.pack;

import static java.util.stream.Collectors.joining;

import bantam.recipes.InputException;
import bantam.recipes.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * Which source each sequence of each step comes from: a pure function of seed, step and row. A
 * source is drawn with its weight among those that are not used up; its sequences come as {@link
 * Batches} orders them, each once an epoch.
 *
 * <p>How far each source is at a step follows from all draws before, so these are gone through once
 * when it is made, and how far the sources are is kept for some steps.
 */
public final class Mixture {
  /** Steps for which it is kept; going on from one of them costs little. */
  private static final int KEPT = 4096;

  private final List<Source> sources;
  private final long seed;
  private final int batch;
  private final long stride;
  private final List<long[]> kept = new ArrayList<>();

  /**
   * A source.
   *
   * @param sequences that it has
   * @param epochs that it is read at most; 0 for no limit
   * @param weight by the step, from 0 on
   */
  public record Source(String name, int sequences, int epochs, LongToDoubleFunction weight) {
    private boolean lasts(long drawn) {
      return epochs == 0 || drawn < (long) epochs * sequences;
    }
  }

  /**
   * A sequence of a source.
   *
   * @param source its index
   */
  public record Pick(int source, int sequence) {}

  private Mixture(List<Source> sources, long seed, int batch, long stride) {
    this.sources = List.copyOf(sources);
    this.seed = seed;
    this.batch = batch;
    this.stride = stride;
  }

  /**
   * @param steps that will be asked for
   * @param batch sequences per step
   * @throws InputException if the sources do not last so long
   */
  public static Mixture of(List<Source> sources, long seed, int steps, int batch) {
    Mixture mixture = new Mixture(sources, seed, batch, (steps + KEPT - 1) / KEPT);
    long[] drawn = new long[sources.size()];
    for (long step = 0; step < steps; step++) {
      if (step % mixture.stride == 0) {
        mixture.kept.add(drawn.clone());
      }
      for (int row = 0; row < batch; row++) {
        int source = mixture.source(step, row, drawn);
        if (source < 0) {
          throw mixture.exhausted(step, steps, drawn);
        }
        drawn[source]++;
      }
    }
    return mixture;
  }

  private InputException exhausted(long step, int steps, long[] drawn) {
    List<String> used = new ArrayList<>();
    for (int i = 0; i < drawn.length; i++) {
      if (!sources.get(i).lasts(drawn[i])) {
        used.add("%s (%,d times)".formatted(sources.get(i).name(), sources.get(i).epochs()));
      }
    }
    return new InputException(
        ("the mix lasts for %,d of %,d steps: then %s %s used up and nothing else has a weight;"
                + " raise epochs_max, give more text, or take fewer steps")
            .formatted(
                step,
                steps,
                used.stream().collect(joining(", ")),
                used.size() == 1 ? "is" : "are"));
  }

  /** The sources. */
  public List<Source> sources() {
    return sources;
  }

  /** The sequences of a step, row by row. */
  public List<Pick> step(long step) {
    long[] drawn = drawn(step);
    List<Pick> picks = new ArrayList<>();
    for (int row = 0; row < batch; row++) {
      int source = source(step, row, drawn);
      if (source < 0) {
        throw new IllegalArgumentException("the mix does not last until step " + step);
      }
      picks.add(new Pick(source, sequence(source, drawn[source]++)));
    }
    return picks;
  }

  /** How many sequences of each source the first steps hold. */
  public long[] drawn(long steps) {
    int near = (int) Math.min(steps / stride, kept.size() - 1L);
    long[] drawn = kept.get(near).clone();
    for (long step = near * stride; step < steps; step++) {
      for (int row = 0; row < batch; row++) {
        drawn[source(step, row, drawn)]++;
      }
    }
    return drawn;
  }

  /** The sequence of a source that is drawn after {@code before} others. */
  public int sequence(int source, long before) {
    Source from = sources.get(source);
    return Batches.window(from.sequences(), seed, "mix " + from.name(), before);
  }

  /** The source of a row; -1 if all are used up. */
  private int source(long step, int row, long[] drawn) {
    double total = 0;
    for (int i = 0; i < drawn.length; i++) {
      total += weight(i, step, drawn);
    }
    if (total == 0) {
      return -1;
    }
    long bits = Randomness.seedOf(seed, "mix", Math.addExact(Math.multiplyExact(step, batch), row));
    double left = (bits >>> 11) * 0x1p-53 * total;
    int last = -1;
    for (int i = 0; i < drawn.length; i++) {
      double weight = weight(i, step, drawn);
      if (weight > 0) {
        last = i;
        left -= weight;
        if (left < 0) {
          return i;
        }
      }
    }
    return last; // rounding may leave a little
  }

  private double weight(int source, long step, long[] drawn) {
    Source one = sources.get(source);
    return one.lasts(drawn[source]) ? one.weight().applyAsDouble(step) : 0;
  }
}
