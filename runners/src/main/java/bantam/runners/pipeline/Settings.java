package bantam.runners.pipeline;

import bantam.recipes.Common;
import bantam.recipes.Pipeline;
import bantam.recipes.Recipe;
import bantam.results.runs.RunState;
import bantam.runners.engine.Engine;
import java.util.Locale;

/**
 * What a run's {@code auto} settings stand for here.
 *
 * @param device the device, for provenance
 * @param dtype arithmetic of the matrix products, never auto; auto for a pipeline, whose stages
 *     have their own
 * @param engine the engine and its version; empty for a pipeline
 */
record Settings(String device, Common.Dtype dtype, String engine) {
  /** For a run of its own stages only. */
  static final Settings NONE = new Settings("none", Common.Dtype.AUTO, "");

  /**
   * Resolves {@code auto}; a run that goes on keeps what it started with.
   *
   * @throws bantam.recipes.RecipeException for a device that is not here
   */
  static Settings of(Recipe recipe, RunState state) {
    if (recipe instanceof Pipeline) {
      return NONE;
    }
    Common common = recipe.common();
    Common.Dtype asked =
        state
            .dtype()
            .map(name -> Common.Dtype.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(common.dtype());
    try (Engine engine = Engine.start(common.device(), asked, common.threads())) {
      return new Settings(
          engine.deviceName(), Common.Dtype.valueOf(engine.dtype().name()), engine.version());
    }
  }

  String dtypeName() {
    return dtype.name().toLowerCase(Locale.ROOT);
  }

  /** The recipe with what auto stands for. */
  Recipe resolved(Recipe recipe) {
    return Rewiring.replace(recipe, Common.Dtype.class, any -> dtype);
  }
}
