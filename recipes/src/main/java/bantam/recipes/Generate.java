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
        Optional<Combination> combine)
    implements Recipe {
  public Generate {
    prompts = List.copyOf(prompts);
    checkField(
        prompts.isEmpty() == promptsFrom.isPresent(),
        "prompts",
        prompts,
        "must be given unless prompts_from is, and not together with it");
  }
}
