package bantam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** This program in processes of its own, with the same Java and the same settings. */
final class Children {
  private static final JsonMapper JSON = new JsonMapper();

  private Children() {}

  /** Runs a command to its end and returns what it printed; its errors go where ours go. */
  static String run(List<String> arguments) {
    return run(List.of(), arguments);
  }

  /**
   * @param flags of the Java, beside the settings of this one, which they override
   */
  static String run(List<String> flags, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(flags);
    String path = System.getProperty("java.class.path");
    // the manifest of a jar has flags that the class path alone would lose
    command.addAll(
        path.endsWith(".jar") && !path.contains(java.io.File.pathSeparator)
            ? List.of("-jar", path)
            : List.of("-cp", path, Main.class.getName()));
    command.addAll(arguments);
    try {
      Process child =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String printed = new String(child.getInputStream().readAllBytes(), UTF_8);
      if (child.waitFor() != 0) {
        throw new IllegalStateException("%s failed".formatted(String.join(" ", arguments)));
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A record as a line that {@link #read} takes back. */
  static String write(Record result) {
    try {
      return JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <R extends Record> R read(String line, Class<R> type) {
    try {
      return JSON.readValue(line, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
