package bantam.runners.train;

import bantam.data.Corpora;
import bantam.data.Tokenizers;
import bantam.data.forms.Forms;
import bantam.recipes.Catalogues;
import bantam.recipes.Randomness;
import bantam.recipes.Recipe;
import bantam.recipes.RecipeReader;
import bantam.recipes.Source;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.adapt.Adapters;
import bantam.runners.distill.DistillLosses;
import bantam.runners.model.Architectures;
import bantam.runners.model.Students;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** A bench for whole runs on tiny models: text, recipes, and the context that a runner gets. */
public final class Lab {
  private static final List<String> NAMES = List.of("Ana", "Ben", "Cleo", "Dov", "Eve");
  private static final List<String> THINGS = List.of("a red ball", "two figs", "the old map");
  private static final List<String> PLACES = List.of("the barn", "the river", "a hill");

  private Lab() {}

  /** A file of little stories, some 60 bytes each. */
  public static Path text(Path directory, String name, long seed, int stories) {
    RandomGenerator random = Randomness.of(seed, "lab", 0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < stories; i++) {
      text.append(pick(random, NAMES)).append(" took ").append(pick(random, THINGS));
      text.append(" to ").append(pick(random, PLACES)).append(". ");
      text.append(pick(random, NAMES)).append(" was glad.\n\n");
    }
    return write(directory.resolve(name), text.toString());
  }

  private static String pick(RandomGenerator random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a recipe; relative paths in it start from the directory. */
  public static <R extends Recipe> R recipe(
      Class<R> kind, Path directory, String yaml, String... overrides) {
    Catalogues catalogues =
        new Catalogues(
            List.of(
                Corpora.ALL,
                Forms.ALL,
                Tokenizers.ALL,
                Architectures.ALL,
                Students.ALL,
                Optimizers.ALL,
                Schedules.ALL,
                DistillLosses.ALL,
                Adapters.ALL));
    Path file = write(directory.resolve("recipe.yaml"), yaml);
    return kind.cast(
        new RecipeReader(catalogues).read(new Source.File(file), List.of(overrides)).recipe());
  }

  /** A run in a fresh or an earlier directory. */
  public static RunContext context(Path directory, StopSignal stop) {
    return context(directory, Progress.silent(), stop);
  }

  public static RunContext context(Path directory, Progress progress, StopSignal stop) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RunContext("tiny-00000000", directory, progress, stop);
  }
}
