package bantam.cli;

import bantam.recipes.Failure;
import bantam.results.Table;
import bantam.results.TableReader;
import bantam.results.TableWriter;
import bantam.results.files.Whole;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * Loads what commands load, for the archive of classes that {@code scripts/bantam} makes at the
 * first start.
 */
@Command(name = "warm-up", hidden = true, description = "Loads what commands load.")
final class WarmUpCommand implements Runnable {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("run", "--help"),
          List.of("check", "quickstart"),
          List.of("schema"),
          List.of("ls", "kinds"),
          List.of("show", "recipe", "pretrain"));

  private final Bantam bantam;

  WarmUpCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Console silent = new Console(nowhere, nowhere);
    COMMANDS.forEach(command -> Bantam.execute(silent, command.toArray(String[]::new)));
    Logging.start(silent, false, true);
    try {
      table();
    } catch (IOException | Failure e) {
      // a slower start is all that comes of it
      bantam.console().say("bantam: warning: the archive of classes lacks some: " + e.getMessage());
    }
  }

  private static void table() throws IOException {
    Path directory = Files.createTempDirectory("bantam-warm-up");
    try {
      Path file = directory.resolve("table.arrow");
      TableWriter.write(file, Table.of(new Table.Heading("x")).with(1L));
      TableReader.table(file);
    } finally {
      Whole.remove(directory);
    }
  }
}
