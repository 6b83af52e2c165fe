package bantam.data.tokenize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * GPT-2's bytes as characters, and its way of cutting a text into the pieces that merges stay in.
 *
 * @see <a href="https://github.com/openai/gpt-2/blob/master/src/encoder.py">bytes_to_unicode and
 *     pat</a>
 */
final class ByteLevel {
  /** Rust's {@code \s} is Unicode's White_Space, and so must ours be. */
  static final Pattern PIECES =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final char[] CHARACTERS = characters();

  private ByteLevel() {}

  /** The visible stand-in of a byte. */
  static char character(int unsignedByte) {
    return CHARACTERS[unsignedByte];
  }

  /** A text's UTF-8 bytes as their stand-ins. */
  static String visible(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    char[] visible = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      visible[i] = CHARACTERS[bytes[i] & 0xFF];
    }
    return new String(visible);
  }

  static TextSteps steps() {
    return new TextSteps(
        TextSteps.none(), step(false, true), step(true, false), step(true, true), false);
  }

  private static ObjectNode step(boolean prefixSpace, boolean trimOffsets) {
    return TextSteps.step("ByteLevel")
        .put("add_prefix_space", prefixSpace)
        .put("trim_offsets", trimOffsets)
        .put("use_regex", true);
  }

  private static char[] characters() {
    char[] characters = new char[256];
    char next = 256;
    for (int b = 0; b < 256; b++) {
      boolean visible = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      characters[b] = visible ? (char) b : next++;
    }
    return characters;
  }
}
