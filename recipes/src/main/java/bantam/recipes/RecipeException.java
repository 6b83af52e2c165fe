package bantam.recipes;

/** The recipe or the command line is wrong; the message says where and how to mend it. */
public final class RecipeException extends Failure {
  private static final long serialVersionUID = 1L;

  public RecipeException(String message) {
    this(message, null);
  }

  public RecipeException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
