package bantam.cli;

/**
 * One thing that {@code bantam doctor} looked at.
 *
 * @param what it looked at
 * @param state whether it is as it should be
 * @param found what is there
 * @param advice what would be better; empty where nothing is to be done
 */
record Finding(String what, State state, String found, String advice) {
  enum State {
    FINE,
    NOTE,
    WRONG
  }

  static Finding fine(String what, String found) {
    return new Finding(what, State.FINE, found, "");
  }

  static Finding note(String what, String found, String advice) {
    return new Finding(what, State.NOTE, found, advice);
  }

  static Finding wrong(String what, String found, String advice) {
    return new Finding(what, State.WRONG, found, advice);
  }
}
