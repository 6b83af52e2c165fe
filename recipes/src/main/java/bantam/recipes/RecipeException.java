package bantam.recipes;

/** The recipe or the command line is wrong; the message says where and how to mend it. */
public final class RecipeException extends Failure {
  private static final long serialVersionUID = 1L;

  private final String key;

  public RecipeException(String message) {
    this(message, null);
  }

  public RecipeException(String message, Throwable cause) {
    this("", message, cause);
  }

  private RecipeException(String key, String message, Throwable cause) {
    super(message, cause);
    this.key = key;
  }

  /** What a record says of one of its keys; the reader adds the place of the key. */
  static RecipeException about(String key, String message) {
    return new RecipeException(key, message, null);
  }

  /** The key that is wrong, in snake_case; empty where it is not one key. */
  String key() {
    return key;
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
