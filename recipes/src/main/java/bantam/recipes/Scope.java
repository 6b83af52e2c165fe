package bantam.recipes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ${stage.output}} may name at one place of a recipe.
 *
 * @param stage the stage that is being read; empty outside a pipeline
 * @param all every stage of the pipeline
 * @param made what earlier stages make; empty for one that is wrong itself
 */
record Scope(String stage, List<String> all, Map<String, Optional<List<String>>> made) {
  static final Scope OUTSIDE = new Scope("", List.of(), Map.of());

  Scope {
    all = List.copyOf(all);
  }

  /** What later stages may take from a recipe's run. */
  static List<String> outputs(Recipe recipe) {
    if (recipe instanceof Lora lora) {
      return lora.merge()
          ? List.of("model", "tokenizer", "adapter", "run")
          : List.of("adapter", "run");
    }
    if (recipe instanceof Generate) {
      return List.of("data");
    }
    if (recipe instanceof Audit) {
      return List.of("overlaps");
    }
    if (recipe instanceof Prune) {
      return List.of("model", "tokenizer");
    }
    return training(recipe)
        .map(
            training ->
                training.watching().bestBy().isPresent()
                    ? List.of("model", "best", "last", "tokenizer", "run")
                    : List.of("model", "last", "tokenizer", "run"))
        .orElse(List.of());
  }

  private static Optional<Training> training(Recipe recipe) {
    if (recipe instanceof Pretrain pretrain) {
      return Optional.of(pretrain.training());
    }
    if (recipe instanceof Finetune finetune) {
      return Optional.of(finetune.training());
    }
    return recipe instanceof Distill distill ? Optional.of(distill.training()) : Optional.empty();
  }

  /** Reads {@code ${stage.output}}; the key is for messages. */
  Input.StageOutput reference(String key, Node.Scalar node) {
    String text = node.text();
    int dot = text.indexOf('.');
    if (!text.endsWith("}") || dot < 0) {
      throw node.origin()
          .wrong("%s is %s; it must be a path or ${stage.output}".formatted(key, node));
    }
    if (stage.isEmpty()) {
      throw node.origin()
          .wrong(
              "%s is %s, which means something only in a pipeline's stage; give a path"
                  .formatted(key, node));
    }
    Input.StageOutput named =
        new Input.StageOutput(text.substring(2, dot), text.substring(dot + 1, text.length() - 1));
    check(named)
        .ifPresent(
            wrong -> {
              throw node.origin().wrong("%s is %s; %s".formatted(key, node, wrong));
            });
    return named;
  }

  private Optional<String> check(Input.StageOutput named) {
    Optional<List<String>> outputs = made.get(named.stage());
    if (named.stage().equals(stage)) {
      return Optional.of("a stage cannot take what it makes itself; take from " + list());
    }
    if (outputs == null) {
      return Optional.of(
          all.contains(named.stage())
              ? "%s comes after %s; take from %s".formatted(named.stage(), stage, list())
              : "no stage is named " + Nearest.hint(named.stage(), made.keySet()));
    }
    if (outputs.isEmpty() || outputs.get().contains(named.output())) {
      return Optional.empty();
    }
    return Optional.of(
        outputs.get().isEmpty()
            ? named.stage() + " makes nothing that can be taken"
            : "%s makes no %s"
                .formatted(named.stage(), Nearest.hint(named.output(), outputs.get())));
  }

  private String list() {
    return made.isEmpty() ? "a path" : "an earlier stage: " + String.join(", ", made.keySet());
  }
}
