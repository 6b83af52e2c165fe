package bantam.runners.train;

import bantam.recipes.Catalogue;
import bantam.recipes.Catalogue.Entry;

/** Every learning-rate schedule. Add yours here, in order. */
public final class Schedules {
  public static final Catalogue<Schedule> ALL =
      Catalogue.of(
          "schedule",
          new Entry<>(
              "constant", "rises, then stays at the peak", Constant.Options.class, Constant::new),
          new Entry<>(
              "cosine", "rises, then falls along half a cosine", Cosine.Options.class, Cosine::new),
          new Entry<>(
              "linear", "rises, then falls in a straight line", Linear.Options.class, Linear::new),
          new Entry<>(
              "wsd", "rises, stays, and falls in the last steps", Wsd.Options.class, Wsd::new));

  private Schedules() {}
}
