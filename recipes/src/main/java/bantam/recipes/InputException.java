package bantam.recipes;

/** Data, a model or a file is wrong or missing; the message names it and the remedy. */
public final class InputException extends Failure {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    this(message, null);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
