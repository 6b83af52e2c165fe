package bantam.cli;

import bantam.recipes.Document;
import bantam.recipes.Failure;
import bantam.recipes.Kind;
import bantam.recipes.Pipeline;
import bantam.recipes.RecipeReader;
import bantam.recipes.Source;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks recipes without tensors. */
@Command(
    name = "check",
    description = "Checks recipes: everything that needs no tensors. Nothing runs.")
final class CheckCommand implements Callable<Integer> {
  private final Bantam bantam;

  @Parameters(
      arity = "1..*",
      paramLabel = "RECIPE",
      description = "Paths, or names of shipped ones.")
  private List<String> files;

  CheckCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public Integer call() {
    RecipeReader reader = bantam.reader();
    int worst = Exit.DONE.code();
    for (String file : files) {
      try {
        Document document = reader.read(Source.named(file), bantam.overrides());
        document.requireInputs();
        if (!bantam.quiet()) {
          bantam.console().results().println(file + ": " + praise(document));
        }
      } catch (Failure e) {
        // the others are checked as well
        worst = Math.max(worst, bantam.errors().report(e));
      }
    }
    return worst;
  }

  private static String praise(Document document) {
    String kind = document.recipe().getClass().getAnnotation(Kind.class).value();
    return document.recipe() instanceof Pipeline pipeline
        ? "a correct %s of %d stages".formatted(kind, pipeline.stages().size())
        : "a correct recipe of kind " + kind;
  }
}
