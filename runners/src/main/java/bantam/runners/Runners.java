package bantam.runners;

import bantam.recipes.Audit;
import bantam.recipes.Distill;
import bantam.recipes.Evaluate;
import bantam.recipes.Finetune;
import bantam.recipes.Generate;
import bantam.recipes.Lora;
import bantam.recipes.Pretrain;
import bantam.recipes.Prune;
import bantam.recipes.Recipe;
import bantam.runners.adapt.LoraRunner;
import bantam.runners.distill.DistillRunner;
import bantam.runners.evaluate.AuditRunner;
import bantam.runners.evaluate.EvaluateRunner;
import bantam.runners.generate.GenerateRunner;
import bantam.runners.prune.PruneRunner;
import bantam.runners.train.FinetuneRunner;
import bantam.runners.train.PretrainRunner;
import java.util.Map;

/** The runner of every kind of recipe that runs by itself. */
public final class Runners {
  private static final Map<Class<? extends Recipe>, Runner<?>> BY_KIND =
      Map.of(
          Pretrain.class, new PretrainRunner(),
          Finetune.class, new FinetuneRunner(),
          Lora.class, new LoraRunner(),
          Distill.class, new DistillRunner(),
          Prune.class, new PruneRunner(),
          Generate.class, new GenerateRunner(),
          Evaluate.class, new EvaluateRunner(),
          Audit.class, new AuditRunner());

  private Runners() {}

  /** The runner of this recipe's kind. */
  public static Runner<?> of(Recipe recipe) {
    Runner<?> runner = BY_KIND.get(recipe.getClass());
    if (runner == null) {
      throw new IllegalArgumentException("no runner for " + recipe.getClass());
    }
    return runner;
  }

  /** Runs a recipe with the runner of its kind. */
  public static Outcome run(Recipe recipe, RunContext context) {
    return run(of(recipe), recipe, context);
  }

  @SuppressWarnings("unchecked") // the table pairs every kind with its own runner
  private static <R extends Recipe> Outcome run(
      Runner<R> runner, Recipe recipe, RunContext context) {
    return runner.run((R) recipe, context);
  }
}
