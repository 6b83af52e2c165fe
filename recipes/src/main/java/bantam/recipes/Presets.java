package bantam.recipes;

import java.util.List;
import java.util.Map;

/**
 * Defaults as trees. A recipe has dozens, and a YAML parser for each costs more than all the rest
 * of reading; so the simple ones are made here.
 */
final class Presets {
  private static final String USE = "{use: ";

  private Presets() {}

  static Node of(String text, Origin origin) {
    if (word(text)) {
      return new Node.Scalar(origin, text, false);
    }
    if (text.startsWith(USE) && word(text.substring(USE.length(), text.length() - 1))) {
      String name = text.substring(USE.length(), text.length() - 1);
      return new Node.Mapping(origin, Map.of("use", new Node.Scalar(origin, name, false)));
    }
    return switch (text) {
      case "[]" -> new Node.Sequence(origin, List.of());
      case "{}" -> new Node.Mapping(origin, Map.of());
      case "''" -> new Node.Scalar(origin, "", true);
      default -> Yaml.value(text, origin);
    };
  }

  private static boolean word(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean inner = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
      if (!letter && !inner) {
        return false;
      }
    }
    return !text.startsWith("--") && !text.equals("-"); // those mean something to YAML
  }
}
