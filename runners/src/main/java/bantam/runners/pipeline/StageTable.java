package bantam.runners.pipeline;

import bantam.results.Row;
import bantam.results.TableWriter;
import bantam.results.runs.Provenance.Ingredient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code stages} table of a pipeline. */
final class StageTable {
  private StageTable() {}

  static void write(
      String run, Path directory, Map<String, PlannedRun> planned, Map<String, Finished> done) {
    List<Row.Stage> rows = new ArrayList<>();
    planned.forEach(
        (name, stage) ->
            rows.add(
                new Row.Stage(
                    run,
                    name,
                    Execution.kind(stage.recipe()),
                    stage.id(),
                    stage.inputs().stream().map(Ingredient::identity).toList(),
                    stage.identity(),
                    done.get(name).cached())));
    TableWriter.write(directory, Row.Stage.class, rows);
  }
}
