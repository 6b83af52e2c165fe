package bantam.data.prepare;

import bantam.data.corpus.JsonLine;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Undoes WikiText's tokenising, which parted punctuation from words.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/tasks/wikitext/preprocess_wikitext.py}
 */
final class WikiText implements Preparation {
  /** The keys of {@code use: wikitext}: none. */
  record Options() {}

  /** A replacement of a text as it stands. */
  private record Plain(String from, String to) {}

  private static final List<Plain> BEFORE =
      List.of(
          new Plain("s '", "s'"),
          new Plain(" @-@ ", "-"),
          new Plain(" @,@ ", ","),
          new Plain(" @.@ ", "."),
          new Plain(" : ", ": "),
          new Plain(" ; ", "; "),
          new Plain(" . ", ". "),
          new Plain(" ! ", "! "),
          new Plain(" ? ", "? "),
          new Plain(" , ", ", "));

  /** What stands between two marks of a kind, on however many lines, with the blanks around it. */
  private static final List<Pattern> BETWEEN =
      List.of(
          between("\\(", "\\)"),
          between("\\[", "\\]"),
          between("\\{", "\\}"),
          between("\"", "\""),
          between("'", "'"));

  private static final List<Plain> AFTER =
      List.of(
          new Plain("= = = =", "===="),
          new Plain("= = =", "==="),
          new Plain("= =", "=="),
          new Plain(" \u00B0 ", "\u00B0"),
          new Plain(" \n", "\n"),
          new Plain("\n ", "\n"),
          new Plain(" N ", " 1 "),
          new Plain(" 's", "'s"));

  @Override
  public JsonLine prepare(JsonLine record) {
    String page = record.text("text");
    ObjectNode object = record.object().deepCopy();
    object.put("page", page);
    object.put("text", detokenised(page));
    return new JsonLine(record.place(), object);
  }

  static String detokenised(String page) {
    String text = page;
    for (Plain one : BEFORE) {
      text = text.replace(one.from(), one.to());
    }
    for (Pattern pattern : BETWEEN) {
      text = pattern.matcher(text).replaceAll("$1$2$3");
    }
    for (Plain one : AFTER) {
      text = text.replace(one.from(), one.to());
    }
    return text;
  }

  private static Pattern between(String open, String close) {
    // Python counts four separators as blanks that Java does not
    String blanks = "[\\s\\x1c-\\x1f]*";
    return Pattern.compile(
        "(%s)%s([^%s]*?)%s(%s)".formatted(open, blanks, close, blanks, close),
        Pattern.UNICODE_CHARACTER_CLASS);
  }
}
