package bantam.cli;

import bantam.recipes.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells why a command ended early, and finds its exit code. */
final class Errors implements IExecutionExceptionHandler {
  private final Bantam bantam;

  Errors(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(e);
  }

  /** As {@link #report(Throwable, Optional)}, where no run had begun. */
  int report(Throwable thrown) {
    return report(thrown, Optional.empty());
  }

  /**
   * One line for each thing that is wrong; a stack trace only where it was asked for.
   *
   * @param log the log of the run that ended, if one had begun
   */
  int report(Throwable thrown, Optional<Path> log) {
    Throwable e = unwrap(thrown);
    String where = log.map(file -> "; the log is " + file).orElse("");
    Exit exit;
    if (e instanceof Failure failure) {
      failure.getMessage().lines().forEach(this::say);
      trace(e);
      return failure.exitCode();
    } else if (e instanceof IOException refused) {
      say(reason(refused) + where);
      exit = Exit.INPUT;
    } else if (e instanceof OutOfMemoryError) {
      say(
          "Java's memory is full (%s, at most %d MiB); give more, such as BANTAM_JAVA_OPTS=-Xmx8g%s"
              .formatted(e.getMessage(), Runtime.getRuntime().maxMemory() >> 20, where));
      exit = Exit.INPUT;
    } else {
      String hint = where.isEmpty() && !bantam.debug() ? "; --debug shows where it is" : where;
      say("internal error, which is a bug of Bantam's: " + firstLine(e) + hint);
      exit = Exit.BUG;
    }
    trace(e);
    return exit.code();
  }

  /** A stack trace as text. */
  static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private void trace(Throwable e) {
    if (bantam.debug()) {
      bantam.console().say(stackTrace(e).strip());
    }
  }

  private void say(String line) {
    bantam.console().say("bantam: " + line);
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable e = thrown;
    while (e.getCause() != null
        && (e instanceof UncheckedIOException
            || e instanceof ExecutionException
            || e instanceof CompletionException
            || e instanceof ExceptionInInitializerError)) {
      e = e.getCause();
    }
    return e;
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    return e instanceof FileSystemException ? e.getMessage() : firstLine(e);
  }

  private static String firstLine(Throwable e) {
    return e.toString().lines().findFirst().orElse("");
  }
}
