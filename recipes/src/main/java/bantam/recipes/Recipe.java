package bantam.recipes;

/**
 * One experiment, exactly as its YAML file states it.
 *
 * <p>The kinds are a closed set: a new kind is a new chapter of the project. Losses, criteria and
 * tasks are open sets and live in catalogues instead.
 */
public sealed interface Recipe
    permits Pretrain, Finetune, Lora, Distill, Prune, Generate, Evaluate, Audit, Pipeline, Sweep {
  /** What every kind has. */
  Common common();
}
