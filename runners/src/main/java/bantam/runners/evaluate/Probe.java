package bantam.runners.evaluate;

import bantam.runners.StopSignal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Measures a model on held-out data while it trains. */
public interface Probe {
  /**
   * Measures the model as it is now.
   *
   * @throws bantam.recipes.StoppedException when somebody asked to stop before it was through
   */
  Reading read(StopSignal stop);

  /**
   * What a measurement gave.
   *
   * @param metrics value by name, such as {@code world_facts.acc}
   * @param flops that it took
   */
  record Reading(SortedMap<String, Double> metrics, double flops) {
    public Reading {
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    /** The unit of a metric. */
    public static String unit(String metric) {
      return metric.endsWith("bits_per_byte") ? "bits/byte" : "1";
    }
  }
}
