package bantam.data.chat;

/**
 * Something that a template does where jinjava comes to it.
 *
 * @param line of the template
 * @param loop the number of the loop whose next turn or end it is; else {@link #NONE}
 */
record Step(int line, int loop, Action action) {
  static final int NONE = -1;

  /** What it does. */
  @FunctionalInterface
  interface Action {
    /**
     * @return what jinjava writes, loops over or asks about
     */
    Object run(Rendering rendering);
  }
}
