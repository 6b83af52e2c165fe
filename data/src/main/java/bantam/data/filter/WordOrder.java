package bantam.data.filter;

import bantam.recipes.InputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The offered words in the order in which an answer names each for the last time, parted by spaces.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/tasks/bbh/cot_zeroshot/utils.py}: {@code WordSortFilter}; ours takes
 *     a word as it is and not as an expression
 */
final class WordOrder implements Filter {
  @Override
  public List<String> apply(List<String> answers, List<String> offered) {
    if (offered.isEmpty()) {
      throw new InputException("filter word-order: the item offers no words; give offered");
    }
    Pattern words =
        PythonRegex.compile(
            offered.stream()
                .map(word -> "\\b" + PythonRegex.escape(word) + "\\b")
                .collect(Collectors.joining("|")));
    return answers.stream().map(answer -> ordered(words, answer)).toList();
  }

  private static String ordered(Pattern words, String answer) {
    Set<String> last = new LinkedHashSet<>();
    Matcher matcher = words.matcher(answer);
    while (matcher.find()) {
      last.remove(matcher.group());
      last.add(matcher.group());
    }
    return String.join(" ", new ArrayList<>(last));
  }
}
