package bantam.runners.pipeline;

import bantam.recipes.Distill;
import bantam.recipes.Evaluate;
import bantam.recipes.Generate;
import bantam.recipes.Input;
import bantam.recipes.Pipeline;
import bantam.recipes.Pretrain;
import bantam.recipes.Prune;
import bantam.recipes.Recipe;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which stages' training is in a model: a pruned model inherits what made its parent, a distilled
 * one its teacher too; an architecture or a tokenizer carries no training.
 */
final class Lineage {
  private final Pipeline pipeline;

  Lineage(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** The stage itself and all those whose training is in what it makes. */
  Set<String> of(String stage) {
    Set<String> found = new LinkedHashSet<>();
    collect(stage, found);
    return found;
  }

  private void collect(String stage, Set<String> found) {
    if (found.add(stage)) {
      parents(pipeline.stages().get(stage)).forEach(parent -> collect(parent, found));
    }
  }

  /** Whether a kind's tokens are training. */
  static boolean trains(Recipe recipe) {
    return !(recipe instanceof Prune
        || recipe instanceof Generate
        || recipe instanceof Evaluate
        || recipe instanceof Pipeline);
  }

  private static Set<String> parents(Recipe recipe) {
    Set<Input> inputs;
    if (recipe instanceof Pretrain pretrain) {
      inputs = Inputs.of(pretrain.training());
    } else if (recipe instanceof Distill distill) {
      inputs = Inputs.of(distill.training());
      inputs.add(distill.teacher());
      if (distill.student().name().equals("checkpoint")) {
        inputs.addAll(Inputs.of(distill.student()));
      }
    } else {
      inputs = Inputs.of((Record) recipe);
    }
    return inputs.stream()
        .filter(Input.StageOutput.class::isInstance)
        .map(input -> ((Input.StageOutput) input).stage())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
