package bantam.runners.adapt;

import ai.djl.ndarray.NDArray;
import bantam.runners.model.Decoder;
import bantam.runners.model.ModelConfig;
import java.nio.file.Path;
import java.util.SortedMap;

/** A few parameters that train on a frozen model. */
public interface Adapter {
  /**
   * Puts itself on a model, freshly initialised, so that the model computes what it did before.
   *
   * @param seed of its random weights
   * @return its parameters by the names that its file gives them; the model owns them
   * @throws bantam.recipes.RecipeException if it does not fit this model
   */
  SortedMap<String, NDArray> attach(Decoder decoder, long seed);

  /** How many parameters it would have on a model of this shape. */
  long parameters(ModelConfig config);

  /**
   * How many values per token, over all layers of a model of this shape, its forward pass keeps for
   * the backward pass beyond what low-rank updates do.
   */
  long kept(ModelConfig config);

  /** Whether training draws random numbers in the forward pass. */
  boolean dropout();

  /**
   * Writes what {@link #attach} put on a model, as it is now, in PEFT's format.
   *
   * @param directory an existing one
   * @param base where the model came from
   */
  void save(Decoder decoder, Path directory, String base);
}
