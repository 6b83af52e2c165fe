package bantam.cli;

import bantam.recipes.Schema;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of recipes. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of recipes, with which editors complete and check them.")
final class SchemaCommand implements Runnable {
  private final Bantam bantam;

  SchemaCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    bantam.console().results().println(Schema.json(AllCatalogues.all()).strip());
  }
}
