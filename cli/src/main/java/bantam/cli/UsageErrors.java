package bantam.cli;

import bantam.recipes.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells in one line what is wrong with a command line. */
final class UsageErrors implements IParameterExceptionHandler {
  private final Console console;

  UsageErrors(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    console.say("bantam: " + message(e));
    return Exit.USAGE.code();
  }

  private static String message(ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unknown(command, unmatched.getUnmatched().get(0));
    }
    String message = e.getMessage();
    String plain =
        message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1);
    return plain.contains("--help") ? plain : plain + "; " + help(command);
  }

  private static String unknown(CommandLine command, String written) {
    if (written.startsWith("-")) {
      return "there is no option " + hint(written, options(command)) + "; " + help(command);
    }
    if (!command.getSubcommands().isEmpty()) {
      List<String> words =
          command.getSubcommands().entrySet().stream()
              .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
              .map(java.util.Map.Entry::getKey)
              .toList();
      return "there is no command %s (%s)"
          .formatted(hint(written, words), String.join(", ", words));
    }
    return "'%s' is one argument too many; %s".formatted(written, help(command));
  }

  private static String hint(String written, List<String> known) {
    String name = written.contains("=") ? written.substring(0, written.indexOf('=')) : written;
    return "'%s'%s"
        .formatted(
            name, Nearest.to(name, known).map(one -> "; did you mean '" + one + "'?").orElse(""));
  }

  private static List<String> options(CommandLine command) {
    List<String> names = new ArrayList<>();
    command.getCommandSpec().options().stream()
        .flatMap(option -> Stream.of(option.names()))
        .forEach(names::add);
    return names;
  }

  private static String help(CommandLine command) {
    return "see %s --help".formatted(command.getCommandSpec().qualifiedName());
  }
}
