package bantam.runners.model.family;

import bantam.runners.model.ModelConfig;
import java.util.Map;

/**
 * A family of decoders as Hugging Face checkpoints have them: what their {@code config.json} means,
 * and what they call their tensors.
 */
public interface Family {
  /** Their {@code model_type}. */
  String name();

  /** The class of transformers that computes them. */
  String architecture();

  /**
   * The shape of a model.
   *
   * @throws bantam.recipes.InputException for a value that is wrong or that we do not compute
   * @throws IllegalArgumentException for one that cannot be
   */
  ModelConfig config(Keys keys);

  /**
   * The keys that {@link #config} reads, in the notation of transformers 4, which version 5 reads
   * as well; those of every family are there already.
   */
  void write(ModelConfig config, Map<String, Object> json);

  Names names();

  /** The present name of a tensor that older files call otherwise. */
  default String present(String tensor) {
    return tensor;
  }

  /** Whether files may hold a tensor that is no weight, such as a mask. */
  default boolean superfluous(String tensor) {
    return tensor.endsWith("rotary_emb.inv_freq");
  }
}
