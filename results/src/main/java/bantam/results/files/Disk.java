package bantam.results.files;

import bantam.recipes.Failure;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says in one line what a file system refused, and what to do about it. */
public final class Disk {
  private Disk() {}

  /**
   * The failure that tells a user why {@code file} cannot be written. Whatever the reason, it lies
   * outside the program: the exit code is that of a file that is wrong.
   */
  public static Failure cannotWrite(Path file, IOException e) {
    return new InputException(file + " cannot be written: " + reason(e) + remedy(e), e);
  }

  /** The failure that tells a user why {@code file} cannot be read. */
  public static Failure cannotRead(Path file, IOException e) {
    return new InputException(file + " cannot be read: " + reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no " + e.getMessage();
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    return message.lines().findFirst().orElse("");
  }

  private static String remedy(IOException e) {
    String reason = reason(e);
    if (reason.contains("No space left") || reason.contains("quota exceeded")) {
      return "; make room or take another directory with --runs, then run the same command again";
    }
    return e instanceof AccessDeniedException
            || reason.contains("Read-only file system")
            || reason.contains("No locks available")
        ? "; take another directory with --runs"
        : "";
  }
}
