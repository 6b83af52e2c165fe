package bantam.runners.pipeline;

import bantam.recipes.Canonical;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Pipeline;
import bantam.recipes.Recipe;
import bantam.results.runs.Identity;
import bantam.results.runs.Provenance;
import bantam.results.runs.Provenance.Ingredient;
import bantam.results.runs.Runs;
import bantam.runners.Runners;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gives every run its identity: its recipe, the content of its outside inputs, the identities of
 * the stages it takes from, and its method's version.
 */
final class Planner {
  // Raised when a pipeline's own tables change for the same stages.
  private static final int PIPELINE_VERSION = 1;

  private final Path runs;
  private final Function<Path, String> contents;

  /**
   * @param runs the directory of runs, where a bare id is looked for
   * @param contents the sha256 of an outside file's or directory's content
   */
  Planner(Path runs, Function<Path, String> contents) {
    this.runs = runs;
    this.contents = contents;
  }

  /**
   * @param before the stages of the same pipeline that come earlier, by name
   */
  PlannedRun plan(Recipe recipe, Map<String, PlannedRun> before) {
    String canonical = Canonical.json(recipe, input -> identity(input, before));
    return new PlannedRun(
        recipe,
        canonical,
        Identity.hash(canonical, Runners.of(recipe).version()),
        ingredients(recipe, before));
  }

  /** The stages of a pipeline by name, in order. */
  Map<String, PlannedRun> stages(Pipeline pipeline) {
    Map<String, PlannedRun> planned = new LinkedHashMap<>();
    pipeline.stages().forEach((name, stage) -> planned.put(name, plan(stage, planned)));
    return planned;
  }

  /** A pipeline is its stages and what it expects of them. */
  PlannedRun pipeline(Pipeline pipeline, Map<String, PlannedRun> stages) {
    String canonical = Canonical.json(pipeline, input -> identity(input, stages));
    String made =
        stages.values().stream().map(PlannedRun::identity).collect(Collectors.joining("\n"));
    return new PlannedRun(
        pipeline, canonical, Identity.hash(canonical + "\n" + made, PIPELINE_VERSION), List.of());
  }

  private List<Ingredient> ingredients(Recipe recipe, Map<String, PlannedRun> before) {
    return Inputs.of((Record) recipe).stream()
        .map(input -> new Ingredient(name(input), place(input), identity(input, before)))
        .toList();
  }

  private static String name(Input input) {
    if (input instanceof Input.StepOf) {
      return "continue_from";
    }
    return input instanceof Input.StageOutput output ? output.output() : "file";
  }

  private static String place(Input input) {
    return input instanceof Input.File file ? file.path().toString() : input.toString();
  }

  private String identity(Input input, Map<String, PlannedRun> before) {
    if (input instanceof Input.StageOutput made) {
      return "run:%s#%s".formatted(before.get(made.stage()).identity(), made.output());
    }
    if (input instanceof Input.StepOf from) {
      String parent =
          from.run() instanceof Input.StageOutput made
              ? before.get(made.stage()).identity()
              : provenance(from.path()).identity();
      return "run:%s@%d".formatted(parent, from.step());
    }
    return "sha256:" + contents.apply(input.path());
  }

  /**
   * The directory of the run that is meant by a path, or else by an id or a name.
   *
   * @throws InputException if there is none, or more than one
   */
  Path run(Path named) {
    return Files.isDirectory(named) ? named : Runs.locate(runs, named.getFileName().toString());
  }

  private Provenance provenance(Path named) {
    Path run = run(named);
    return Provenance.read(run)
        .orElseThrow(() -> new InputException("continue_from: %s is no run".formatted(run)));
  }
}
