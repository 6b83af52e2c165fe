package bantam.runners.train;

import bantam.recipes.SpikeGuard;
import bantam.recipes.Watching;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run's measurements lead to: which step was the best so far, when to end early, and when
 * the training loss has risen for good. Everything that it remembers goes into checkpoints.
 */
final class Watch {
  /** Weight of the past in the running mean of the loss: about ten rows. */
  private static final double MEMORY = 0.9;

  private final Watching watching;
  private final SortedMap<String, Double> state = new TreeMap<>();

  Watch(Watching watching) {
    this.watching = watching;
  }

  /** What a checkpoint keeps. */
  SortedMap<String, Double> state() {
    return new TreeMap<>(state);
  }

  /** Puts back what a checkpoint kept. */
  void restore(Map<String, Double> saved) {
    state.clear();
    state.putAll(saved);
  }

  /**
   * Takes a step's measurements.
   *
   * @param metrics value by name; those that nobody watches are passed over
   * @return whether the parameters are the best so far and have to be saved
   */
  boolean measured(long step, Map<String, Double> metrics) {
    watching
        .stop()
        .filter(stop -> metrics.containsKey(stop.metric()))
        .ifPresent(
            stop -> {
              boolean better = better("stop", stop.metric(), metrics.get(stop.metric()));
              state.put("stop.stale", better ? 0 : of("stop.stale", 0) + 1);
            });
    Optional<String> by = watching.bestBy().filter(metrics::containsKey);
    boolean best = by.isPresent() && better("keep", by.get(), metrics.get(by.get()));
    if (best) {
      state.put("keep.step", (double) step);
    }
    return best;
  }

  private boolean better(String who, String metric, double value) {
    double sign = Watching.higherIsBetter(metric) ? 1 : -1;
    Double before = state.get(who + ".best");
    boolean better = before == null || sign * value > sign * before;
    if (better) {
      state.put(who + ".best", value);
    }
    return better;
  }

  /** Whether the metric that may end training has not got better for too long. */
  boolean exhausted() {
    return watching.stop().filter(stop -> of("stop.stale", 0) >= stop.patience()).isPresent();
  }

  /** The step with the best parameters, where the recipe keeps the best. */
  Optional<Long> bestStep() {
    return Optional.ofNullable(state.get("keep.step")).map(Double::longValue);
  }

  /**
   * Takes the training loss of a row.
   *
   * @return what is wrong, when it has been a spike too often in a row
   */
  Optional<String> loss(double loss) {
    if (watching.spike().isEmpty()) {
      return Optional.empty();
    }
    SpikeGuard guard = watching.spike().get();
    double mean = of("spike.mean", loss);
    if (loss <= guard.factor() * mean) {
      state.put("spike.mean", MEMORY * mean + (1 - MEMORY) * loss);
      state.put("spike.row", 0.0);
      return Optional.empty();
    }
    double row = of("spike.row", 0) + 1;
    state.put("spike.row", row);
    return row < guard.patience()
        ? Optional.empty()
        : Optional.of(
            "the training loss is %.4g, above %s times its running mean of %.4g for %d rows"
                .formatted(loss, guard.factor(), mean, (long) row));
  }

  private double of(String key, double otherwise) {
    return state.getOrDefault(key, otherwise);
  }
}
