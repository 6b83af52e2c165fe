package bantam.data.perturb;

import bantam.recipes.Catalogue;
import java.util.Locale;

/**
 * What can be done to questions.
 *
 * @see <a href="https://arxiv.org/abs/2502.11569">Srivastava et al. 2025</a>, who measure small
 *     models under such conditions
 */
public final class Perturbations {
  /** The options of perturbations that have none. */
  record None() {}

  public static final Catalogue<Perturbation> ALL =
      Catalogue.of(
          "perturbation",
          entry("distractor", "a sentence in front that is beside the point", new Distractor()),
          entry(
              "lower-case",
              "no capital letters",
              new Recased("lower-case", text -> text.toLowerCase(Locale.ROOT))),
          entry("no-punctuation", "no marks in sentences", new Unpunctuated()),
          entry(
              "shuffled-options",
              "the options that the prompt lists, in another order",
              new ShuffledOptions()),
          new Catalogue.Entry<>("spaces", "some spaces twice", Spaces.Options.class, Spaces::new),
          new Catalogue.Entry<>(
              "typos", "letters swapped, missing or twice", Typos.Options.class, Typos::new),
          entry(
              "upper-case",
              "capital letters only",
              new Recased("upper-case", text -> text.toUpperCase(Locale.ROOT))));

  private Perturbations() {}

  private static Catalogue.Entry<Perturbation, None> entry(
      String name, String doc, Perturbation perturbation) {
    return new Catalogue.Entry<>(name, doc, None.class, none -> perturbation);
  }
}
