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
   * @param output {@code model}, {@code adapter}, {@code tokenizer} or {@code data}
   */
  record StageOutput(String stage, String output) implements Input {
    @Override
    public String toString() {
      return "${" + stage + "." + output + "}";
    }
  }

  /** The file behind this input; a stage's output has one only once the pipeline put it there. */
  default Path path() {
    if (this instanceof File file) {
      return file.path();
    }
    throw new RecipeException(this + " means something only inside a pipeline");
  }
}
