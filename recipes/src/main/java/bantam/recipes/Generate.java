package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.List;
import java.util.Optional;

/** Continues prompts with a model. */
@Kind(value = "generate", doc = "Continues prompts with a model and writes a completions table.")
public record Generate(
    @Inline Common common,
    @Key("checkpoint directory of the model") Input model,
    @Key("adapter directory to put on the model") Optional<Input> adapter,
    @Key(value = "prompts as they stand here", preset = "[]") List<String> prompts,
    @Key(value = "prompts as the documents of a corpus", catalogue = "corpus")
        Optional<Choice> promptsFrom,
    @Key(value = "completions per prompt", preset = "1", min = 1) int samples,
    @Inline Decoding decoding,
    @Key("other models that choose each token together with this one")
        Optional<Combination> combine,
    @Key("a text whose counts of tokens are mixed into every probability")
        Optional<Interpolation> infiniGram)
    implements Recipe {
  /** By the models alone. */
  public Generate(
      Common common,
      Input model,
      Optional<Input> adapter,
      List<String> prompts,
      Optional<Choice> promptsFrom,
      int samples,
      Decoding decoding,
      Optional<Combination> combine) {
    this(
        common, model, adapter, prompts, promptsFrom, samples, decoding, combine, Optional.empty());
  }

  public Generate {
    prompts = List.copyOf(prompts);
    checkField(
        prompts.isEmpty() == promptsFrom.isPresent(),
        "prompts",
        prompts,
        "must be given unless prompts_from is, and not together with it");
  }
}
