package bantam.runners.model;

import bantam.recipes.Catalogue;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import bantam.runners.engine.Engine;
import java.nio.file.Path;

/** What can learn from a teacher. */
public final class Students {
  /** A model that has weights already. */
  public record Checkpoint(@Key("checkpoint directory of the student") Input path) {}

  public static final Catalogue<Student> ALL =
      Catalogue.of(
          "student",
          new Catalogue.Entry<>(
              "checkpoint",
              "an existing model, such as a pruned one",
              Checkpoint.class,
              options -> (engine, tokens, seed) -> load(engine, tokens, options.path().path())),
          new Catalogue.Entry<>(
              "like",
              "random weights in the shape of an existing checkpoint",
              Like.class,
              Students::random),
          new Catalogue.Entry<>(
              "llama",
              "random weights in a shape that is written out",
              Llama.class,
              Students::random));

  private Students() {}

  private static Student random(Architecture architecture) {
    return (engine, tokens, seed) -> Decoder.random(architecture.config(tokens), engine, seed);
  }

  private static Decoder load(Engine engine, Tokens tokens, Path directory) {
    Decoder student = Decoder.load(directory, engine);
    int vocabulary = student.config().vocabulary();
    if (vocabulary != tokens.size()) {
      student.close();
      throw new InputException(
          "%s: the student's vocabulary has %d tokens and the teacher's %d; both must use one tokenizer"
              .formatted(directory, vocabulary, tokens.size()));
    }
    return student;
  }
}
