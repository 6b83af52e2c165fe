package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import bantam.runners.model.Decoder;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model and those of its parameters that train.
 *
 * @param parameters f32, by the names under which checkpoints keep them
 * @param dropout whether forward passes in training draw random numbers
 */
public record Trainee(Decoder decoder, SortedMap<String, NDArray> parameters, boolean dropout) {
  public Trainee {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /** Everything trains. */
  public static Trainee all(Decoder decoder) {
    return new Trainee(decoder, decoder.weights(), false);
  }

  /** The name of the head's weight if it trains: the embedding's where they are tied. */
  Optional<String> head() {
    NDArray head = decoder.head();
    return parameters.entrySet().stream()
        .filter(entry -> entry.getValue() == head)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Parameters that train. */
  public long size() {
    return parameters.values().stream().mapToLong(NDArray::size).sum();
  }
}
