package bantam.data.filter;

import bantam.data.prepare.PythonText;
import bantam.recipes.Inline;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The letter in brackets of the choice that an answer names: by an expression, else by a choice's
 * text, else by a letter behind a colon.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/filters/extraction.py}: {@code MultiChoiceRegexFilter}
 */
final class MultiChoice implements Filter {
  /** The keys of {@code use: multi-choice-regex}. */
  record Options(
      @Key("the expression that is tried first, as Python's re reads it") String pattern,
      @Inline Regex.Selection selection,
      @Inline Leniency leniency) {
    Options {
      PythonRegex.parse("pattern", pattern);
    }
  }

  private final Options options;
  private final Pattern pattern;

  MultiChoice(Options options) {
    this.options = options;
    this.pattern = PythonRegex.parse("pattern", options.pattern());
  }

  @Override
  public List<String> apply(List<String> answers, List<String> offered) {
    if (offered.isEmpty()) {
      throw new InputException(
          "filter multi-choice-regex: the item offers no choices; give offered");
    }
    Map<String, String> letters = new HashMap<>();
    List<String> texts = new ArrayList<>();
    StringBuilder alone = new StringBuilder();
    for (String choice : offered) {
      char letter = (char) ('A' + texts.size());
      String text = options.leniency().reduce(PythonText.strip(choice));
      letters.put(text, "(" + letter + ")");
      texts.add(PythonRegex.escape(text));
      alone.append(texts.size() > 1 ? "|" : "").append(letter);
    }
    Pattern named = PythonRegex.compile(String.join("|", texts));
    Pattern lettered = PythonRegex.compile(":[\\s]*(" + alone + ")");
    return answers.stream().map(answer -> letter(answer, named, letters, lettered)).toList();
  }

  private String letter(
      String answer, Pattern named, Map<String, String> letters, Pattern lettered) {
    return found(pattern, answer)
        .or(
            () ->
                found(named, options.leniency().reduce(answer))
                    .map(text -> letters.getOrDefault(text, text)))
        .or(() -> found(lettered, answer).map(letter -> "(" + letter + ")"))
        .orElse(options.selection().fallback());
  }

  private Optional<String> found(Pattern wanted, String text) {
    return options
        .selection()
        .select(PythonRegex.all(wanted, text))
        .filter(match -> !match.isEmpty());
  }
}
