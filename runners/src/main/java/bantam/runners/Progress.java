package bantam.runners;

/** Where a run tells how far it is; made for a person, never part of a result. */
public interface Progress {
  /** A new piece of work begins, such as {@code training}. */
  void begin(String what, long total, String unit);

  /**
   * How far it is.
   *
   * @param done of the total that {@link #begin} named
   * @param note short, such as {@code loss 2.31}; empty for none
   */
  void at(long done, String note);

  /** The piece of work is done. */
  void end(String note);

  /** A line that stays, such as the start of a stage. */
  void say(String line);

  /** Tells nothing to anybody. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void begin(String what, long total, String unit) {}

      @Override
      public void at(long done, String note) {}

      @Override
      public void end(String note) {}

      @Override
      public void say(String line) {}
    };
  }
}
