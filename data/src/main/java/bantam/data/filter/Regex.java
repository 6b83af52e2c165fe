package bantam.data.filter;

import bantam.data.prepare.PythonText;
import bantam.recipes.Inline;
import bantam.recipes.Key;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an expression finds in each answer: of all matches the one that is selected, of its groups
 * the first that is not empty, without white space around it.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/filters/extraction.py}: {@code RegexFilter}; where fewer matches are
 *     there than are selected from, the harness stops and ours takes the fallback
 */
final class Regex implements Filter {
  /** The keys of {@code use: regex}. */
  record Options(
      @Key("the expression, as Python's re reads it") String pattern, @Inline Selection selection) {
    Options {
      PythonRegex.parse("pattern", pattern);
    }
  }

  /** Which match counts. */
  record Selection(
      @Key(value = "which of the matches, from 0 on; -1 is the last", preset = "0") int groupSelect,
      @Key(value = "the text where nothing is found", preset = "'[invalid]'") String fallback) {
    /**
     * The match that counts.
     *
     * @return empty where there is none
     */
    Optional<String> select(List<List<String>> matches) {
      int place = groupSelect < 0 ? matches.size() + groupSelect : groupSelect;
      if (place < 0 || place >= matches.size()) {
        return Optional.empty();
      }
      List<String> groups = matches.get(place);
      return groups.size() == 1
          ? Optional.of(PythonText.strip(groups.get(0)))
          : groups.stream().filter(group -> !group.isEmpty()).findFirst().map(PythonText::strip);
    }
  }

  private final Options options;
  private final Pattern pattern;

  Regex(Options options) {
    this.options = options;
    this.pattern = PythonRegex.parse("pattern", options.pattern());
  }

  @Override
  public List<String> apply(List<String> answers, List<String> offered) {
    Selection selection = options.selection();
    return answers.stream()
        .map(answer -> selection.select(PythonRegex.all(pattern, answer)))
        .map(found -> found.orElse(selection.fallback()))
        .toList();
  }
}
