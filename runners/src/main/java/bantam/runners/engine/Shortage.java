package bantam.runners.engine;

import ai.djl.engine.EngineException;
import java.util.Locale;

/** Whether a failure of the engine means that memory did not suffice. */
public final class Shortage {
  private Shortage() {}

  /** libtorch tells it in words only: c10's CPU allocator and CUDA's caching allocator. */
  public static boolean of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EngineException && cause.getMessage() != null) {
        String message = cause.getMessage().toLowerCase(Locale.ROOT);
        if (message.contains("out of memory") || message.contains("can't allocate memory")) {
          return true;
        }
      }
    }
    return false;
  }
}
