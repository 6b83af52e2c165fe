package bantam.runners.model;

/** The shape of a model that begins with random weights. */
public interface Architecture {
  /**
   * @param tokens what the tokenizer says: the vocabulary is not the architecture's choice
   * @throws bantam.recipes.Failure if there can be no such model
   */
  ModelConfig config(Tokens tokens);
}
