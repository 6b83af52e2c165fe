package bantam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls the command line, in this process or in another one. */
record Cli(int code, String out, String err) {
  /** In this process. */
  static Cli call(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(new PrintStream(out, false, UTF_8), new PrintStream(err, false, UTF_8));
    int code = Bantam.execute(console, arguments);
    return new Cli(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** A JVM with this process's class path. */
  static Cli fork(List<String> flags, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    return process(Path.of("").toAbsolutePath(), Map.of(), command);
  }

  /** Any program; an empty value takes a variable out of its environment. */
  static Cli process(Path directory, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile("bantam", ".out");
      Path err = Files.createTempFile("bantam", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder
          .directory(directory.toFile())
          .redirectOutput(out.toFile())
          .redirectError(err.toFile());
      environment.forEach(
          (name, value) -> {
            if (value.isEmpty()) {
              builder.environment().remove(name);
            } else {
              builder.environment().put(name, value);
            }
          });
      int code = builder.start().waitFor();
      Cli result = new Cli(code, Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
