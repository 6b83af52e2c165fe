package bantam.data.filter;

import bantam.data.prepare.PythonText;
import bantam.recipes.Catalogue;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What can be taken from written answers.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/filters/}: {@code extraction.py}, {@code selection.py}, {@code
 *     transformation.py}
 */
public final class Filters {
  /** The options of filters that have none. */
  record None() {}

  public static final Catalogue<Filter> ALL =
      Catalogue.of(
          "filter",
          each("lowercase", "in lower case", text -> text.toLowerCase(Locale.ROOT)),
          new Catalogue.Entry<>(
              "majority-vote",
              "the answer that most of the answers are",
              None.class,
              none -> new MajorityVote()),
          new Catalogue.Entry<>(
              "map", "other texts for some answers", Mapping.Options.class, Mapping::new),
          new Catalogue.Entry<>(
              "map-regex",
              "the text that stands for the expression which an answer holds",
              MapRegex.Options.class,
              MapRegex::new),
          new Catalogue.Entry<>(
              "multi-choice-regex",
              "the letter of the choice that an answer names",
              MultiChoice.Options.class,
              MultiChoice::new),
          new Catalogue.Entry<>(
              "number", "a number in an answer, in digits", Digits.Options.class, Digits::new),
          new Catalogue.Entry<>(
              "regex", "what an expression finds in an answer", Regex.Options.class, Regex::new),
          each("remove-whitespace", "without white space around it", PythonText::strip),
          new Catalogue.Entry<>(
              "take-first",
              "the first answer",
              None.class,
              none -> (answers, offered) -> answers.subList(0, 1)),
          new Catalogue.Entry<>(
              "take-first-k", "the first answers", TakeFirst.Options.class, TakeFirst::new),
          each("uppercase", "in upper case", text -> text.toUpperCase(Locale.ROOT)),
          new Catalogue.Entry<>(
              "word-order",
              "those words of an answer that the question offers, in their order",
              None.class,
              none -> new WordOrder()));

  private Filters() {}

  private static Catalogue.Entry<Filter, None> each(
      String name, String doc, UnaryOperator<String> change) {
    return new Catalogue.Entry<>(
        name, doc, None.class, none -> (answers, offered) -> answers.stream().map(change).toList());
  }
}
