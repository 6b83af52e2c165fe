package bantam.cli;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * What is logged where: everything into the log of the run, our own warnings to the user too, and
 * other libraries' chatter never.
 */
final class Logging {
  private static final String OURS = "bantam";

  private Logging() {}

  /** For commands that have no log: libraries log to nobody, and no log system is loaded. */
  static void silence() {
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN"); // it would tell that it was told so
  }

  /**
   * Starts the log system. {@link RunLogs} gives it files.
   *
   * @param debug whether our own finer messages are logged as well
   */
  static LoggerContext start(Console console, boolean debug, boolean quiet) {
    System.clearProperty("slf4j.provider");
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setStatusLevel(Level.OFF);
    builder.add(builder.newRootLogger(Level.INFO));
    builder.add(builder.newLogger(OURS, debug ? Level.DEBUG : Level.INFO));
    BuiltConfiguration configuration = builder.build(false);
    LoggerContext context = Configurator.initialize(configuration);
    if (context.getConfiguration() != configuration) {
      // started before in this process
      context.reconfigure(configuration);
    }
    if (!quiet) {
      Notes notes = new Notes(console);
      notes.start();
      context.getConfiguration().getLoggerConfig(OURS).addAppender(notes, Level.WARN, null);
      context.updateLoggers();
    }
    return context;
  }

  /** Shows warnings on the console without breaking its live line. */
  private static final class Notes extends AbstractAppender {
    private final Console console;

    Notes(Console console) {
      super("notes", null, null, true, Property.EMPTY_ARRAY);
      this.console = console;
    }

    @Override
    public void append(LogEvent event) {
      console.say("bantam: warning: " + event.getMessage().getFormattedMessage());
    }
  }
}
