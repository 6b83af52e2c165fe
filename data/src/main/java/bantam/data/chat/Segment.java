package bantam.data.chat;

import java.util.List;

/** A part of a template. */
sealed interface Segment {
  /** Text that stands as it is. */
  record Text(String text) implements Segment {}

  /**
   * A tag.
   *
   * @param statement {@code {% ... %}}; otherwise an output
   * @param tokens the last one is the end
   */
  record Tag(boolean statement, List<Token> tokens, int line) implements Segment {
    public Tag {
      tokens = List.copyOf(tokens);
    }
  }
}
