package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import bantam.results.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How well the whole numbers in an answer are those of the right one, as sets: twice those in both
 * over all in either, averaged over answers and items; 1 where neither has any.
 *
 * @see <a href="https://arxiv.org/abs/2406.17588">LongIns</a>, whose answers are the numbers of
 *     wrong questions; there F1 is taken over all items together
 */
record NumbersF1() implements Metric {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** It has none. */
  record Options() implements OfText {}

  @Override
  public Set<Output> outputs() {
    return Set.of(Output.GENERATE_UNTIL);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    return Estimate.mean(
        answers.stream()
            .mapToDouble(
                answer ->
                    answer.choices().stream().mapToDouble(NumbersF1::of).average().orElseThrow())
            .toArray());
  }

  private static double of(Row.Sample answer) {
    Set<String> found = numbers(answer.prediction().orElseThrow());
    Set<String> right = numbers(answer.target().orElseThrow());
    int all = found.size() + right.size();
    found.retainAll(right);
    return all == 0 ? 1 : 2.0 * found.size() / all;
  }

  private static Set<String> numbers(String text) {
    Set<String> numbers = new HashSet<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.add(matcher.group().replaceFirst("^0+(?=.)", ""));
    }
    return numbers;
  }

  @Override
  public String stderr() {
    return "sd/sqrt(n)";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
