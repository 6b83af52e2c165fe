package bantam.recipes;

/** A run's numbers left the finite ones; the message names the last good checkpoint. */
public final class DivergedException extends Failure {
  private static final long serialVersionUID = 1L;

  public DivergedException(String message) {
    this(message, null);
  }

  public DivergedException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 4;
  }
}
