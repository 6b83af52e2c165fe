package bantam.recipes;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every catalogue that recipes may choose from, by its noun. */
public final class Catalogues {
  private final SortedMap<String, Catalogue<?>> byNoun = new TreeMap<>();

  public Catalogues(List<Catalogue<?>> catalogues) {
    for (Catalogue<?> catalogue : catalogues) {
      if (byNoun.put(catalogue.noun(), catalogue) != null) {
        throw new IllegalArgumentException("two catalogues of " + catalogue.noun());
      }
    }
  }

  public Collection<Catalogue<?>> all() {
    return byNoun.values();
  }

  /** The catalogue that {@link Key#catalogue} names; a missing one is a bug of ours. */
  public Catalogue<?> of(String noun) {
    Catalogue<?> catalogue = byNoun.get(noun);
    if (catalogue == null) {
      throw new IllegalStateException("no catalogue of " + noun + " is registered");
    }
    return catalogue;
  }
}
