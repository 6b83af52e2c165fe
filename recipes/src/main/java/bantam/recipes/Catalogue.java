package bantam.recipes;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The open set of one kind of method: losses, pruning criteria, adapters, corpora. Listing one
 * starts no engine.
 *
 * @param <T> what a member makes
 */
public final class Catalogue<T> {
  /**
   * One member.
   *
   * @param name its YAML name, kebab-case
   * @param doc one line for listings
   * @param options the record that its options decode to
   * @param make builds it from its options
   */
  public record Entry<T, O extends Record>(
      String name, String doc, Class<O> options, Function<O, T> make) {
    T build(Record given) {
      return make.apply(options.cast(given));
    }
  }

  private final String noun;
  private final SortedMap<String, Entry<T, ?>> entries = new TreeMap<>();

  private Catalogue(String noun) {
    this.noun = noun;
  }

  /**
   * @param noun what a member is, such as {@code distillation loss}; {@link Key#catalogue} names it
   */
  @SafeVarargs
  public static <T> Catalogue<T> of(String noun, Entry<T, ?>... entries) {
    Catalogue<T> catalogue = new Catalogue<>(noun);
    for (Entry<T, ?> entry : entries) {
      if (catalogue.entries.put(entry.name(), entry) != null) {
        throw new IllegalArgumentException("two %s are named %s".formatted(noun, entry.name()));
      }
    }
    return catalogue;
  }

  public String noun() {
    return noun;
  }

  /** Every member in the order of its name. */
  public Collection<Entry<T, ?>> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** Every member's name in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  public Optional<Entry<T, ?>> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** Makes the member that a recipe chose. */
  public T make(Choice choice) {
    return find(choice.name())
        .orElseThrow(
            () -> new RecipeException(noun + " is " + Nearest.hint(choice.name(), names())))
        .build(choice.options());
  }
}
