package bantam.data.filter;

import bantam.recipes.Inline;
import bantam.recipes.Key;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number in each answer: what an expression finds, else a whole number that is written in English
 * words.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/tasks/bbh/cot_zeroshot/utils.py}: {@code NumberParseRegexFilter},
 *     whose expression for words does not compile; ours takes runs of number words, parted by
 *     spaces, hyphens or {@code and}
 */
final class Digits implements Filter {
  /** The keys of {@code use: number}. */
  record Options(
      @Key(value = "the expression for digits", preset = "'([-0-9]+)'") String pattern,
      @Inline Regex.Selection selection) {
    Options {
      PythonRegex.parse("pattern", pattern);
    }
  }

  private final Options options;
  private final Pattern pattern;

  Digits(Options options) {
    this.options = options;
    this.pattern = PythonRegex.parse("pattern", options.pattern());
  }

  @Override
  public List<String> apply(List<String> answers, List<String> offered) {
    return answers.stream().map(this::number).toList();
  }

  private String number(String answer) {
    Regex.Selection selection = options.selection();
    Optional<String> digits =
        selection.select(PythonRegex.all(pattern, answer)).filter(found -> !found.isEmpty());
    List<List<String>> words =
        NumberWords.in(answer.toLowerCase(Locale.ROOT)).stream()
            .map(number -> List.of(Long.toString(number)))
            .toList();
    return digits.or(() -> selection.select(words)).orElse(selection.fallback());
  }
}
