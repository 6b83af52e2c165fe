package bantam.data.filter;

import bantam.recipes.Inline;
import bantam.recipes.Key;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text that stands for the expression which an answer holds: of all that any expression finds
 * the match that is selected, and for it the first expression that is in it.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/tasks/bbh/cot_zeroshot/utils.py}: {@code MapRegexFilter}
 */
final class MapRegex implements Filter {
  /** The keys of {@code use: map-regex}. */
  record Options(
      @Key("the text by the expression that it stands for, in order") Map<String, String> to,
      @Inline Regex.Selection selection,
      @Inline Leniency leniency) {
    Options {
      to = Collections.unmodifiableMap(new LinkedHashMap<>(to));
      to.keySet().forEach(regex -> PythonRegex.parse("to", regex));
    }
  }

  private final Options options;
  private final Pattern any;
  private final Map<Pattern, String> each = new LinkedHashMap<>();

  MapRegex(Options options) {
    this.options = options;
    this.any = PythonRegex.parse("to", String.join("|", options.to().keySet()));
    options.to().forEach((regex, text) -> each.put(PythonRegex.parse("to", regex), text));
  }

  @Override
  public List<String> apply(List<String> answers, List<String> offered) {
    return answers.stream().map(this::text).toList();
  }

  private String text(String answer) {
    Optional<String> match = found(any, options.leniency().reduce(answer));
    return match
        .flatMap(
            part ->
                each.entrySet().stream()
                    .filter(one -> found(one.getKey(), part).isPresent())
                    .map(Map.Entry::getValue)
                    .findFirst())
        .orElse(options.selection().fallback());
  }

  private Optional<String> found(Pattern wanted, String text) {
    return options
        .selection()
        .select(PythonRegex.all(wanted, text))
        .filter(match -> !match.isEmpty());
  }
}
