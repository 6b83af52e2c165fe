package bantam.runners.evaluate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What tells whether two runs scored the same text. */
final class Hashes {
  private Hashes() {}

  /** The first 16 hex digits of the sha256 of the parts in UTF-8 with a NUL between them. */
  static String of(String... parts) {
    try {
      byte[] bytes = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
