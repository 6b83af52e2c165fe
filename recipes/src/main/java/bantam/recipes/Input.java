package bantam.recipes;

import java.nio.file.Path;

/** Where a recipe takes a model, an adapter, a tokenizer or data from. */
public sealed interface Input {
  /**
   * A file or directory outside the run.
   *
   * @param path absolute; a relative one was resolved against the file that holds it
   */
  record File(Path path) implements Input {}

  /**
   * What another stage of the same pipeline makes, written {@code ${stage.output}}.
   *
   * @param stage the stage's name
   * @param output {@code model}, {@code best}, {@code last}, {@code adapter}, {@code tokenizer},
   *     {@code data}, {@code overlaps}, or {@code run} for the run itself
   */
  record StageOutput(String stage, String output) implements Input {
    @Override
    public String toString() {
      return "${" + stage + "." + output + "}";
    }
  }

  /**
   * A training run as it was after a step, written {@code RUN@STEP}.
   *
   * @param run the run's directory; a bare id is looked for among the runs; or a stage's {@code
   *     run}
   * @param step optimizer steps done
   */
  record StepOf(Input run, long step) implements Input {
    @Override
    public String toString() {
      return (run instanceof File file ? file.path() : run) + "@" + step;
    }
  }

  /** The file behind this input; a stage's output has one only once the pipeline put it there. */
  default Path path() {
    if (this instanceof File file) {
      return file.path();
    }
    if (this instanceof StepOf moment) {
      return moment.run().path();
    }
    throw new RecipeException(this + " means something only inside a pipeline");
  }
}
