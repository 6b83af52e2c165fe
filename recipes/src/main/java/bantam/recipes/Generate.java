package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.List;
import java.util.Optional;

/** Continues prompts with a model. */
@Kind(value = "generate", doc = "Continues prompts with a model and writes a completions table.")
public record Generate(
    @Inline Common common,
    @Key("checkpoint directory of the model") Input model,
    @Key(value = "prompts as they stand here", preset = "[]") List<String> prompts,
    @Key(value = "prompts as the documents of a corpus", catalogue = "corpus")
        Optional<Choice> promptsFrom,
    @Key(value = "completions per prompt", preset = "1", min = 1) int samples,
    @Key(value = "new tokens per completion at most", preset = "128", min = 1) int maxTokens,
    @Key(value = "0 is greedy; otherwise logits are divided by it", preset = "0", min = 0)
        double temperature,
    @Key(value = "sample from the k likeliest tokens; 0 from all", preset = "0", min = 0) int topK,
    @Key(
            value = "sample from the likeliest tokens that together have this probability",
            preset = "1.0",
            min = 0,
            max = 1)
        double topP,
    @Key(value = "token ids that end a completion; without it those of generation_config.json")
        Optional<List<Integer>> stopTokens)
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
