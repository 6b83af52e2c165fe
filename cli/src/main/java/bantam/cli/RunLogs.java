package bantam.cli;

import bantam.runners.pipeline.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * The {@code log.txt} of every run that is under way. While a pipeline's stage runs, both the
 * pipeline's log and the stage's get what is logged.
 */
final class RunLogs {
  private final LoggerContext context;
  private Optional<Path> latest = Optional.empty();

  RunLogs(LoggerContext context) {
    this.context = context;
  }

  /** The log that was opened last. */
  Optional<Path> latest() {
    return latest;
  }

  /** Appends everything that is logged from now on to the log of a run, until it is closed. */
  RunLog.Open open(Path directory) {
    Path file = directory.resolve("log.txt");
    PatternLayout layout =
        PatternLayout.newBuilder()
            .withConfiguration(context.getConfiguration())
            .withCharset(StandardCharsets.UTF_8)
            .withPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{1.} %msg%n%throwable")
            .build();
    FileAppender appender =
        FileAppender.newBuilder()
            .setName(file.toString())
            .setLayout(layout)
            .setConfiguration(context.getConfiguration())
            .withFileName(file.toString())
            .withAppend(true)
            .build();
    if (appender == null) {
      throw new UncheckedIOException(new IOException(file + " cannot be written"));
    }
    appender.start();
    LoggerConfig root = context.getConfiguration().getRootLogger();
    root.addAppender(appender, null, null);
    context.updateLoggers();
    latest = Optional.of(file);
    return () -> {
      root.removeAppender(appender.getName());
      context.updateLoggers();
      appender.stop();
    };
  }

  /** Adds a stack trace to the log that was opened last, even when it is closed again. */
  void add(Throwable e) {
    latest.ifPresent(
        file -> {
          try {
            Files.writeString(file, Errors.stackTrace(e), StandardOpenOption.APPEND);
          } catch (IOException full) {
            e.addSuppressed(full);
          }
        });
  }
}
