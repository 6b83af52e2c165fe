package bantam.data.chat;

/**
 * Something that a template does where jinjava comes to it.
 *
 * @param line of the template
 */
record Step(int line, Action action) {
  /** What it does. */
  @FunctionalInterface
  interface Action {
    /**
     * @return what jinjava writes, loops over or asks about
     */
    Object run(Rendering rendering);
  }
}
