package bantam.recipes;

/**
 * Something that ends a run for a reason that is told in one line. Everything else that ends a run
 * is a bug and says so.
 */
public abstract sealed class Failure extends RuntimeException
    permits RecipeException,
        InputException,
        DivergedException,
        ExpectationException,
        StoppedException {
  private static final long serialVersionUID = 1L;

  Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /** The process's exit code; the README lists them. */
  public abstract int exitCode();
}
