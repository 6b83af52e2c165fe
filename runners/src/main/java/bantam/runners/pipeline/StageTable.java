package bantam.runners.pipeline;

import bantam.results.Row;
import bantam.results.TableWriter;
import bantam.results.runs.Provenance;
import bantam.results.runs.Provenance.Ingredient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code stages} table of a pipeline. */
final class StageTable {
  private StageTable() {}

  static void write(
      String run, Path directory, Map<String, PlannedRun> planned, Map<String, Finished> done) {
    Instant began = Provenance.read(directory).map(Provenance::started).orElse(Instant.MAX);
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
                    earlier(done.get(name), began))));
    TableWriter.write(directory, Row.Stage.class, rows);
  }

  /**
   * Whether a stage was done before the pipeline first started. That an attempt at the pipeline was
   * stopped in between changes nothing, so that its table is the same as without the stop.
   */
  private static boolean earlier(Finished stage, Instant began) {
    return stage.provenance().ended().filter(ended -> ended.isBefore(began)).isPresent();
  }
}
