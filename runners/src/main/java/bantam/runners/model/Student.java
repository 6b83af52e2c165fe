package bantam.runners.model;

import bantam.runners.engine.Engine;

/** The model that learns from a teacher. */
@FunctionalInterface
public interface Student {
  /**
   * @param tokens the teacher's, whose tokenizer the student uses
   * @param seed of random weights, where there are any
   * @throws bantam.recipes.InputException if it is a checkpoint of another vocabulary
   */
  Decoder make(Engine engine, Tokens tokens, long seed);
}
