package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.InputException;
import bantam.results.Table;
import bantam.results.TableReader;
import bantam.results.runs.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a table. */
@Command(name = "table", description = "Prints a table of a run, or any Arrow file.")
final class TableCommand implements Runnable {
  private final Bantam bantam;

  @Parameters(
      paramLabel = "FILE|RUN[:TABLE]",
      description = "An Arrow file, or a run and its table; without TABLE the run's tables.")
  private String what;

  @Option(names = "--limit", paramLabel = "N", description = "Prints the first N rows only.")
  private Integer limit;

  TableCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    checkField(limit == null || limit >= 0, "--limit", limit, "must not be negative");
    Path file = Path.of(what);
    Table table;
    if (Files.isRegularFile(file)) {
      table = TableReader.table(file);
    } else {
      int colon = what.lastIndexOf(':');
      Path run = Runs.locate(bantam.runs(), colon < 0 ? what : what.substring(0, colon));
      table = colon < 0 ? tables(run) : TableReader.table(file(run, what.substring(colon + 1)));
    }
    bantam.print(limit == null ? table : table.head(limit));
  }

  private static Path file(Path run, String name) {
    return Stream.of(name + ".arrow", name + ".arrows")
        .map(run::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "%s has no table '%s'; it has %s"
                        .formatted(run, name, String.join(", ", names(run)))));
  }

  private static List<String> names(Path run) {
    try (Stream<Path> files = Files.list(run)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches("[^.].*\\.arrows?"))
          .map(file -> file.substring(0, file.lastIndexOf('.')))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Table tables(Path run) {
    Table tables = Table.of(new Table.Heading("table"), new Table.Heading("rows"));
    for (String name : names(run)) {
      tables = tables.with(name, (long) TableReader.table(file(run, name)).rows().size());
    }
    return tables;
  }
}
