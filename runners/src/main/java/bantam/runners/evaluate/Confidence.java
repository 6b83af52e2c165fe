package bantam.runners.evaluate;

import bantam.results.Row;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How sure a model was of its answer to an item.
 *
 * @param sure the probability of the likeliest choice, exp(ll) over the sum of all choices'
 * @param right 1 if that choice is the right one, otherwise 0; between them for several items that
 *     are as sure as each other, whose order means nothing
 */
record Confidence(double sure, double right) {
  /** Of every item, the surest first. */
  static List<Confidence> of(List<Answer> answers) {
    List<Confidence> sorted =
        answers.stream()
            .map(Confidence::of)
            .sorted(Comparator.comparingDouble(Confidence::sure).reversed())
            .toList();
    Confidence[] levelled = new Confidence[sorted.size()];
    int from = 0;
    while (from < levelled.length) {
      int to = from;
      double right = 0;
      while (to < levelled.length && sorted.get(to).sure() == sorted.get(from).sure()) {
        right += sorted.get(to++).right();
      }
      Arrays.fill(levelled, from, to, new Confidence(sorted.get(from).sure(), right / (to - from)));
      from = to;
    }
    return List.of(levelled);
  }

  private static Confidence of(Answer answer) {
    double sure = Arrays.stream(answer.probabilities()).max().orElseThrow();
    boolean right = answer.best(Row.Sample::logLikelihood).correct().orElseThrow();
    return new Confidence(sure, right ? 1 : 0);
  }
}
