package bantam.data.chat;

/**
 * A word of a tag.
 *
 * @param text a string's value, its escapes resolved; else as written
 */
record Token(Kind kind, String text, int line) {
  enum Kind {
    NAME,
    INTEGER,
    STRING,
    OPERATOR,
    END
  }

  boolean is(String operatorOrName) {
    return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(operatorOrName);
  }

  /** For messages. */
  @Override
  public String toString() {
    return kind == Kind.END ? "the tag's end" : "'" + text + "'";
  }
}
