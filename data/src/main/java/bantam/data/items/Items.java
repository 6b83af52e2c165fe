package bantam.data.items;

import bantam.data.world.WorldItems;
import bantam.recipes.Catalogue;

/** Where a task's items come from. */
public final class Items {
  public static final Catalogue<ItemSource> ALL =
      Catalogue.of(
          "items",
          new Catalogue.Entry<>(
              "records",
              "records of files, put into words by templates",
              RecordItems.Options.class,
              RecordItems::new),
          new Catalogue.Entry<>(
              "jsonl", "each line of a JSONL file", JsonlItems.Options.class, JsonlItems::new),
          new Catalogue.Entry<>(
              "world",
              "questions about the generated world",
              WorldItems.Options.class,
              WorldItems::new));

  private Items() {}
}
