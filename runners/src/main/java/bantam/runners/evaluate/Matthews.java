package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The correlation of predicted and right choices, from -1 to 1: (c n − Σ tₖ pₖ) / √((n² − Σ pₖ²)
 * (n² − Σ tₖ²)) with c items answered rightly and place k right tₖ and predicted pₖ times; 0 where
 * one place is always right or always predicted.
 *
 * @see <a href="https://doi.org/10.1016/j.compbiolchem.2004.09.006">Gorodkin 2004</a>, equation 8,
 *     for two choices Matthews 1975; as scikit-learn, which lm-evaluation-harness calls
 */
record Matthews() implements Resampled {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    double value = statistic(answers).of(IntStream.range(0, answers.size()).toArray());
    return new Estimate(value, Double.NaN, answers.size());
  }

  @Override
  public Bootstrap.Statistic statistic(List<Answer> answers) {
    int[] right = answers.stream().mapToInt(Answer::gold).toArray();
    int[] predicted = answers.stream().mapToInt(Answer::predicted).toArray();
    int most = answers.stream().mapToInt(answer -> answer.choices().size()).max().orElse(0);
    return places -> {
      long[] rightly = new long[most];
      long[] chosen = new long[most];
      long correct = 0;
      for (int place : places) {
        rightly[right[place]]++;
        chosen[predicted[place]]++;
        correct += right[place] == predicted[place] ? 1 : 0;
      }
      return value(rightly, chosen, correct, places.length);
    };
  }

  private static double value(long[] right, long[] predicted, long correct, double all) {
    double expected = 0;
    for (int place = 0; place < right.length; place++) {
      expected += (double) right[place] * predicted[place];
    }
    double spread = Math.sqrt((all * all - squares(predicted)) * (all * all - squares(right)));
    return spread == 0 ? 0 : (correct * all - expected) / spread;
  }

  private static double squares(long[] counts) {
    return Arrays.stream(counts).mapToDouble(count -> (double) count * count).sum();
  }

  @Override
  public String stderr() {
    return "none";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
