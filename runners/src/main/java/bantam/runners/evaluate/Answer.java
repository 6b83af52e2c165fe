package bantam.runners.evaluate;

import bantam.results.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A model's answer to an item: how likely it finds each choice.
 *
 * @param choices in order, at least one
 */
public record Answer(List<Row.Sample> choices) {
  public Answer {
    choices = List.copyOf(choices);
  }

  /** The item's id within its task. */
  public String item() {
    return choices.get(0).item();
  }

  /** What the item shares with others, such as a passage; itself if nothing. */
  public String cluster() {
    return choices.get(0).cluster().orElseGet(() -> "item " + item());
  }

  /** Whether an audit has looked at the item and not found it in the training text. */
  public boolean clean() {
    return choices.get(0).contaminated().equals(Optional.of(false));
  }

  /** The choice of the largest score, the first one at a tie. */
  Row.Sample best(ToDoubleFunction<Row.Sample> score) {
    Row.Sample best = choices.get(0);
    for (Row.Sample choice : choices) {
      best = score.applyAsDouble(choice) > score.applyAsDouble(best) ? choice : best;
    }
    return best;
  }

  /** The right choices. */
  List<Row.Sample> right() {
    return choices.stream().filter(choice -> choice.correct().orElseThrow()).toList();
  }

  /** The place of the first right choice. */
  int gold() {
    return right().get(0).choice();
  }

  /** The place of the likeliest choice. */
  int predicted() {
    return best(Row.Sample::logLikelihood).choice();
  }

  /** The only choice. */
  Row.Sample only() {
    if (choices.size() != 1) {
      throw new IllegalStateException(choices.size() + " choices where one is scored");
    }
    return choices.get(0);
  }

  /** exp(ll) of each choice over the sum of all. */
  double[] probabilities() {
    double most = best(Row.Sample::logLikelihood).logLikelihood();
    double[] weights =
        choices.stream().mapToDouble(one -> Math.exp(one.logLikelihood() - most)).toArray();
    double sum = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
    return IntStream.range(0, weights.length).mapToDouble(i -> weights[i] / sum).toArray();
  }
}
