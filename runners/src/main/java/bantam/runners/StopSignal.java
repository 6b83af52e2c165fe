package bantam.runners;

import bantam.recipes.StoppedException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether somebody asked the run to stop. Runners look at it between steps, save, and throw {@link
 * StoppedException}.
 */
public final class StopSignal {
  private final AtomicReference<StoppedException.Cause> asked = new AtomicReference<>();

  /** Asks; the first cause counts. Safe in a signal handler. */
  public void ask(StoppedException.Cause cause) {
    asked.compareAndSet(null, cause);
  }

  public Optional<StoppedException.Cause> asked() {
    return Optional.ofNullable(asked.get());
  }

  /** Ends the run here if somebody asked: for work that has nothing to save. */
  public void check() {
    asked()
        .ifPresent(
            cause -> {
              throw new StoppedException(cause, "stopped; run the same command again to go on");
            });
  }
}
