package bantam.data.filter;

import bantam.recipes.Key;
import java.util.List;
import java.util.Map;

/** Puts other texts in the place of answers. */
final class Mapping implements Filter {
  /** The keys of {@code use: map}. */
  record Options(
      @Key("the text by the answer that it stands for") Map<String, String> to,
      @Key(value = "the text for every other answer", preset = "''") String otherwise) {
    Options {
      to = Map.copyOf(to);
    }
  }

  private final Options options;

  Mapping(Options options) {
    this.options = options;
  }

  @Override
  public List<String> apply(List<String> answers, List<String> offered) {
    return answers.stream()
        .map(answer -> options.to().getOrDefault(answer, options.otherwise()))
        .toList();
  }
}
