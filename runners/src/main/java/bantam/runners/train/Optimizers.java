package bantam.runners.train;

import bantam.recipes.Catalogue;
import bantam.recipes.Catalogue.Entry;

/** Every optimizer. Add yours here, in order. */
public final class Optimizers {
  public static final Catalogue<Optimizer> ALL =
      Catalogue.of(
          "optimizer",
          new Entry<>(
              "adamw", "Adam with decoupled weight decay", AdamW.Options.class, AdamW::new));

  private Optimizers() {}
}
