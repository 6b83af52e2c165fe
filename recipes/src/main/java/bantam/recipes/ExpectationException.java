package bantam.recipes;

/** A run finished, but something that its recipe expects does not hold. */
public final class ExpectationException extends Failure {
  private static final long serialVersionUID = 1L;

  public ExpectationException(String message) {
    this(message, null);
  }

  public ExpectationException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 4;
  }
}
