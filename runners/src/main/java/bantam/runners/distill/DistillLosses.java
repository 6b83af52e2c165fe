package bantam.runners.distill;

import bantam.recipes.Catalogue;
import bantam.recipes.Catalogue.Entry;

/** Every distillation loss. Add yours here, in order. */
public final class DistillLosses {
  public static final Catalogue<DistillLoss> ALL =
      Catalogue.of(
          "distillation loss",
          new Entry<>(
              "forward-kl",
              "KL(teacher || student) at a temperature, times its square",
              ForwardKl.Options.class,
              ForwardKl::new));

  private DistillLosses() {}
}
