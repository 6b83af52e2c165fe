package bantam.data.filter;

import bantam.recipes.Key;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What does not matter in a text when it is searched, left out in this order. */
record Leniency(
    @Key(value = "expressions whose matches are left out first", preset = "[]")
        List<String> regexesToIgnore,
    @Key(value = "whether upper and lower case are the same", preset = "false") boolean ignoreCase,
    @Key(value = "whether punctuation is left out", preset = "false") boolean ignorePunctuation) {
  private static final Pattern PUNCTUATION = Pattern.compile("\\p{gc=P}");

  Leniency {
    regexesToIgnore = List.copyOf(regexesToIgnore);
    regexesToIgnore.forEach(regex -> PythonRegex.parse("regexes_to_ignore", regex));
  }

  String reduce(String text) {
    String rest = text;
    for (String regex : regexesToIgnore) {
      rest = PythonRegex.without(PythonRegex.parse("regexes_to_ignore", regex), rest);
    }
    rest = ignoreCase ? rest.toLowerCase(Locale.ROOT) : rest;
    return ignorePunctuation ? PUNCTUATION.matcher(rest).replaceAll("") : rest;
  }
}
