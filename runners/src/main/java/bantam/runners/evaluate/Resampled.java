package bantam.runners.evaluate;

import java.util.List;

/** A metric of all items together whose standard error the reference draws. */
interface Resampled extends Metric {
  /** The name of that method in the scores table. */
  String METHOD = "bootstrap";

  /** The score on a sample of the items. */
  Bootstrap.Statistic statistic(List<Answer> answers);

  /** The score with the spread over so many draws for its error; none of a single item. */
  default Estimate drawn(List<Answer> answers, int iterations) {
    Estimate plain = of(answers);
    double stderr =
        answers.size() < 2
            ? Double.NaN
            : Bootstrap.stderr(statistic(answers), answers.size(), iterations);
    return new Estimate(plain.value(), stderr, plain.n());
  }
}
