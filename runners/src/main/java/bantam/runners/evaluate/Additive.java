package bantam.runners.evaluate;

import java.util.List;

/** A metric to which each item adds its part, as an accuracy or a perplexity. */
public interface Additive extends Metric {
  /** What each item gives, in the order of the answers. */
  Terms terms(List<Answer> answers);

  @Override
  default Estimate of(List<Answer> answers) {
    return terms(answers).estimate();
  }
}
