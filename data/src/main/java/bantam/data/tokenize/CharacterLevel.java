package bantam.data.tokenize;

import static bantam.data.tokenize.TextSteps.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * Characters as symbols, as SentencePiece has them and Llama's and Mistral's {@code tokenizer.json}
 * write them: a space is U+2581, one more stands before the text, and a character without a token
 * becomes its bytes, {@code <0x00>} to {@code <0xFF>}.
 *
 * <p>Unlike Llama's file, which merges across words, ours also cuts a text into pieces, because
 * that is what the merges were learned on. The pieces are GPT-2's, with combining marks counted as
 * letters.
 *
 * @see <a href="https://arxiv.org/abs/1808.06226">Kudo and Richardson 2018, section 3</a>
 */
final class CharacterLevel {
  /** What a space is written as; the character itself reads as a space. */
  static final String SPACE = "\u2581";

  /** The pieces of a text whose spaces are still spaces. */
  static final Pattern PIECES =
      Pattern.compile(pieces(" ", "\\s"), Pattern.UNICODE_CHARACTER_CLASS);

  private CharacterLevel() {}

  /**
   * The regular expression of a piece.
   *
   * @param blanks what else parts words, as the inside of a character class
   */
  private static String pieces(String space, String blanks) {
    return ("'(?:[stmd]|re|ve|ll)"
            + "|%1$s?[\\p{L}\\p{M}]+|%1$s?\\p{N}+|%1$s?[^%2$s\\p{L}\\p{M}\\p{N}]+"
            + "|[%2$s]+(?![^%2$s])|[%2$s]+")
        .formatted(space, blanks);
  }

  /** A byte's token. */
  static String token(int unsignedByte) {
    return "<0x%02X>".formatted(unsignedByte);
  }

  static TextSteps steps() {
    ObjectNode normalizer = step("Sequence");
    normalizer
        .putArray("normalizers")
        .add(step("Prepend").put("prepend", SPACE))
        .add(replace(" ", SPACE));
    ObjectNode split = step("Split").put("behavior", "Isolated").put("invert", false);
    split.putObject("pattern").put("Regex", pieces(SPACE, "\\s" + SPACE));
    ObjectNode decoder = step("Sequence");
    decoder
        .putArray("decoders")
        .add(replace(SPACE, " "))
        .add(step("ByteFallback"))
        .add(step("Fuse"))
        .add(step("Strip").put("content", " ").put("start", 1).put("stop", 0));
    return new TextSteps(normalizer, split, TextSteps.none(), decoder, true);
  }

  private static JsonNode replace(String what, String by) {
    ObjectNode replace = step("Replace").put("content", by);
    replace.putObject("pattern").put("String", what);
    return replace;
  }
}
