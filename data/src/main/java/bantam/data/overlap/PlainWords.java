package bantam.data.overlap;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a text as overlap is looked for: in lower case, parted by white space, without
 * punctuation, which joins what it stood between ({@code don't} is {@code dont}).
 *
 * <p>GPT-3 and lm-evaluation-harness do so with ASCII's punctuation; we take every punctuation mark
 * and symbol of Unicode, so that curly quotes do not hide a match.
 *
 * @see <a href="https://arxiv.org/abs/2005.14165">Brown et al. 2020, appendix C</a>; EleutherAI's
 *     lm-evaluation-harness, {@code lm_eval/decontamination/janitor.py}
 */
final class PlainWords {
  private PlainWords() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                end(word, words);
              } else if (!isMark(c)) {
                word.appendCodePoint(Character.toLowerCase(c));
              }
            });
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL,
          Character.CONTROL,
          Character.FORMAT ->
          true;
      default -> false;
    };
  }
}
