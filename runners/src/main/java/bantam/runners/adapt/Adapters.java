package bantam.runners.adapt;

import bantam.recipes.Catalogue;
import bantam.recipes.Catalogue.Entry;
import bantam.runners.model.Decoder;
import java.nio.file.Path;

/** Every adapter. Add yours here, in order. */
public final class Adapters {
  public static final Catalogue<Adapter> ALL =
      Catalogue.of(
          "adapter",
          new Entry<>(
              "dora",
              "low-rank updates of linear maps, and the norms of their rows",
              Lora.Options.class,
              Lora::withMagnitudes),
          new Entry<>("lora", "low-rank updates of linear maps", Lora.Options.class, Lora::plain));

  private Adapters() {}

  /**
   * Reads an adapter directory in PEFT's format and puts it on a model.
   *
   * @throws bantam.recipes.InputException for a directory that is missing or broken, for a kind of
   *     adapter that is not read, and for one that does not fit the model; the message says why
   */
  public static void load(Path directory, Decoder decoder) {
    PeftReader.read(directory, decoder);
  }
}
