package bantam.runners.prune;

import bantam.recipes.Catalogue;

/** What decides which parts of a model go. */
public final class PruneCriteria {
  public static final Catalogue<PruneCriterion> ALL =
      Catalogue.of(
          "pruning criterion",
          new Catalogue.Entry<>(
              "ffn-activation",
              "FFN channels with the smallest activations (Minitron)",
              FfnActivation.Options.class,
              options -> new FfnActivation()),
          new Catalogue.Entry<>(
              "ffn-random",
              "random FFN channels, the baseline",
              FfnRandom.Options.class,
              options -> new FfnRandom()),
          new Catalogue.Entry<>(
              "ffn-taylor",
              "FFN channels that the loss would miss least, to first order (LLM-Pruner)",
              FfnTaylor.Options.class,
              FfnTaylor::new),
          new Catalogue.Entry<>(
              "layer-influence",
              "layers that turn the residual stream least (ShortGPT)",
              LayerInfluence.Options.class,
              options -> new LayerInfluence()),
          new Catalogue.Entry<>(
              "layer-random",
              "random layers, the baseline",
              LayerRandom.Options.class,
              options -> new LayerRandom()));

  private PruneCriteria() {}
}
