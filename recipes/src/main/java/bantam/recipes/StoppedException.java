package bantam.recipes;

/** A run stopped before its end with everything saved; the same command goes on from there. */
public final class StoppedException extends Failure {
  private static final long serialVersionUID = 1L;

  /** Why a run stopped early. */
  public enum Cause {
    /** Pre-empted (SIGTERM, SIGUSR1), or another process holds the run's directory. */
    AGAIN(75),
    /** Interrupted by the user (SIGINT). */
    INTERRUPTED(130);

    private final int exitCode;

    Cause(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  private final Cause why;

  public StoppedException(Cause why, String message) {
    super(message, null);
    this.why = why;
  }

  @Override
  public int exitCode() {
    return why.exitCode;
  }
}
