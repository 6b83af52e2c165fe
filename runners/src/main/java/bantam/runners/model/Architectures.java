package bantam.runners.model;

import bantam.recipes.Catalogue;

/** The shapes that a model can begin with. */
public final class Architectures {
  public static final Catalogue<Architecture> ALL =
      Catalogue.of(
          "architecture",
          new Catalogue.Entry<>(
              "llama", "a decoder of the Llama family, written out", Llama.class, o -> o),
          new Catalogue.Entry<>("like", "the shape of an existing checkpoint", Like.class, o -> o));

  private Architectures() {}
}
