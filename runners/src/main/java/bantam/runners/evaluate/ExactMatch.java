package bantam.runners.evaluate;

import bantam.data.filter.PythonRegex;
import bantam.recipes.Key;
import bantam.recipes.Task.Output;
import bantam.results.Row;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The share of items answered with a right text, both reduced alike before they are compared. Where
 * a filter leaves several answers to an item, the item counts with the share of them. Where choices
 * are scored, greedy decoding has to give a right one, and the options mean nothing.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/metrics.py}: {@code exact_match_hf_evaluate}
 */
final class ExactMatch implements Additive {
  private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}");
  private static final Pattern NUMBERS = Pattern.compile("[0-9]");

  /** What does not matter, left out in this order. */
  record Options(
      @Key(value = "expressions whose matches are left out first", preset = "[]")
          List<String> regexesToIgnore,
      @Key(value = "whether upper and lower case are the same", preset = "false")
          boolean ignoreCase,
      @Key(value = "whether ASCII punctuation is left out", preset = "false")
          boolean ignorePunctuation,
      @Key(value = "whether the digits 0 to 9 are left out", preset = "false")
          boolean ignoreNumbers)
      implements OfText {
    Options {
      regexesToIgnore = List.copyOf(regexesToIgnore);
      regexesToIgnore.forEach(regex -> PythonRegex.parse("regexes_to_ignore", regex));
    }
  }

  private final Options options;
  private final List<Pattern> ignored;

  ExactMatch(Options options) {
    this.options = options;
    this.ignored =
        options.regexesToIgnore().stream()
            .map(regex -> PythonRegex.parse("regexes_to_ignore", regex))
            .toList();
  }

  @Override
  public Set<Output> outputs() {
    return Set.of(Output.GENERATE_UNTIL, Output.MULTIPLE_CHOICE);
  }

  @Override
  public Terms terms(List<Answer> answers) {
    return Terms.mean(answers.stream().mapToDouble(this::share).toArray());
  }

  private double share(Answer answer) {
    if (answer.choices().get(0).prediction().isEmpty()) {
      return answer.right().stream().anyMatch(Row.Sample::greedy) ? 1 : 0;
    }
    return answer.choices().stream().mapToDouble(one -> right(one) ? 1 : 0).average().orElseThrow();
  }

  /** Whether an answer is one of the right texts. */
  boolean right(Row.Sample answer) {
    String text = reduced(answer.prediction().orElseThrow());
    return text.equals(reduced(answer.target().orElseThrow()))
        || answer.alternatives().stream().map(this::reduced).anyMatch(text::equals);
  }

  private String reduced(String text) {
    String rest = text;
    for (Pattern one : ignored) {
      rest = PythonRegex.without(one, rest);
    }
    rest = options.ignoreCase() ? rest.toLowerCase(Locale.ROOT) : rest;
    rest = options.ignorePunctuation() ? PUNCTUATION.matcher(rest).replaceAll("") : rest;
    return options.ignoreNumbers() ? NUMBERS.matcher(rest).replaceAll("") : rest;
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
