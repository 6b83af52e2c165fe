package bantam.data.chat;

/** Something in a template that is not rendered. It never leaves this package. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;

  /**
   * @param line of the template, from 1 on; 0 where only the caller knows it
   */
  Refusal(int line, String what) {
    super(what);
    this.line = line;
  }

  Refusal(String what) {
    this(0, what);
  }

  Refusal at(int known) {
    return line > 0 ? this : new Refusal(known, getMessage());
  }

  int line() {
    return line;
  }
}
