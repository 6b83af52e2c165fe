package bantam.runners.pipeline;

import bantam.recipes.Audit;
import bantam.recipes.Evaluate;
import bantam.recipes.Generate;
import bantam.recipes.Prune;
import bantam.recipes.Recipe;
import bantam.results.Row;
import bantam.results.Table;
import bantam.results.TableReader;
import java.nio.file.Path;
import java.util.List;

/** What a single run shows when it is done: the table that its kind is run for. */
final class Findings {
  private static final int LAST = 12;

  private Findings() {}

  static Table of(Recipe recipe, Path directory) {
    if (recipe instanceof Evaluate) {
      return TableReader.table(directory.resolve("scores.arrow"));
    }
    if (recipe instanceof Audit) {
      return Audited.of(TableReader.read(directory, Row.Overlap.class));
    }
    if (recipe instanceof Generate) {
      return TableReader.table(directory.resolve("completions.arrow"));
    }
    if (recipe instanceof Prune) {
      return TableReader.table(directory.resolve("layers.arrow"));
    }
    Table metrics = TableReader.table(directory.resolve("metrics.arrow"));
    List<List<Object>> rows = metrics.rows();
    return new Table(metrics.columns(), rows.subList(Math.max(0, rows.size() - LAST), rows.size()));
  }
}
