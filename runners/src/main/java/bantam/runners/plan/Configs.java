package bantam.runners.plan;

import bantam.data.tokenize.BpeOptions;
import bantam.data.tokenize.GivenTokenizer;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Choice;
import bantam.recipes.Distill;
import bantam.recipes.Finetune;
import bantam.recipes.Input;
import bantam.recipes.Lora;
import bantam.recipes.Pretrain;
import bantam.recipes.Prune;
import bantam.recipes.Recipe;
import bantam.runners.model.Architecture;
import bantam.runners.model.ConfigFiles;
import bantam.runners.model.Like;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Students;
import bantam.runners.model.Tokens;
import bantam.runners.prune.Shrunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The shapes of models that recipes take and make; of a checkpoint only config.json is read. */
final class Configs {
  private final Map<String, ModelConfig> stages = new HashMap<>();

  /** The shape of an input that is a model; empty for what another stage makes of unknown shape. */
  Optional<ModelConfig> of(Input input) {
    return input instanceof Input.StageOutput made
        ? Optional.ofNullable(stages.get(made.stage()))
        : Optional.of(ConfigFiles.read(input.path()));
  }

  /** Keeps what a stage makes for the stages behind it. */
  void made(String stage, Recipe recipe) {
    made(recipe).ifPresent(config -> stages.put(stage, config));
  }

  /** The shape of the model that a recipe makes. */
  Optional<ModelConfig> made(Recipe recipe) {
    if (recipe instanceof Pretrain pretrain) {
      return tokens(pretrain.tokenizer())
          .flatMap(tokens -> shape(pretrain.model().options(), tokens));
    }
    if (recipe instanceof Finetune finetune) {
      return of(finetune.model());
    }
    if (recipe instanceof Lora lora) {
      return of(lora.model());
    }
    if (recipe instanceof Prune prune) {
      return of(prune.model()).flatMap(before -> Shrunk.of(before, prune));
    }
    if (recipe instanceof Distill distill) {
      return distill.student().options() instanceof Students.Checkpoint checkpoint
          ? of(checkpoint.path())
          : of(distill.teacher())
              .flatMap(teacher -> shape(distill.student().options(), Tokens.of(teacher)));
    }
    return Optional.empty();
  }

  private Optional<ModelConfig> shape(Record options, Tokens tokens) {
    if (options instanceof Like like) {
      return of(like.path()).map(config -> config.withTokens(tokens));
    }
    return options instanceof Architecture architecture
        ? Optional.of(architecture.config(tokens))
        : Optional.empty();
  }

  /** A tokenizer that is yet to be trained gets as many tokens as it may. */
  private Optional<Tokens> tokens(Choice tokenizer) {
    if (tokenizer.options() instanceof BpeOptions trained) {
      return Optional.of(new Tokens(trained.vocabSize(), OptionalInt.empty(), List.of()));
    }
    if (!(tokenizer.options() instanceof GivenTokenizer.Options given)) {
      return Optional.empty();
    }
    if (given.path() instanceof Input.StageOutput) {
      return of(given.path()).map(Tokens::of);
    }
    try (Tokenizer opened = Tokenizer.open(given.path().path())) {
      return Optional.of(Tokens.of(opened));
    }
  }
}
