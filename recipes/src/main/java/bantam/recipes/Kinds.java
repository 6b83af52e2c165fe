package bantam.recipes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The recipe kinds by their YAML names, in the order of {@link Recipe}'s permits clause. */
final class Kinds {
  private static final Map<String, Class<? extends Recipe>> ALL = all();

  private Kinds() {}

  static List<String> names() {
    return new ArrayList<>(ALL.keySet());
  }

  static Class<? extends Recipe> type(String kind) {
    Class<? extends Recipe> type = ALL.get(kind);
    if (type == null) {
      throw new RecipeException("kind is " + Nearest.hint(kind, ALL.keySet()));
    }
    return type;
  }

  static Kind of(Class<?> type) {
    return type.getAnnotation(Kind.class);
  }

  static String name(Recipe recipe) {
    return of(recipe.getClass()).value();
  }

  /** The kind that a recipe's mapping says it has. */
  static Class<? extends Recipe> of(Node.Mapping recipe) {
    Node kind = recipe.entries().get("kind");
    if (kind == null) {
      throw recipe
          .origin()
          .wrong("missing key 'kind'; it is one of " + String.join(", ", ALL.keySet()));
    }
    if (!(kind instanceof Node.Scalar scalar) || Scalars.isNull(kind)) {
      throw kind.origin()
          .wrong(
              "kind is %s; it must be one of %s".formatted(kind, String.join(", ", ALL.keySet())));
    }
    if (!ALL.containsKey(scalar.text())) {
      throw kind.origin().wrong("kind is " + Nearest.hint(scalar.text(), ALL.keySet()));
    }
    return ALL.get(scalar.text());
  }

  private static Map<String, Class<? extends Recipe>> all() {
    Map<String, Class<? extends Recipe>> all = new LinkedHashMap<>();
    for (Class<?> type : Recipe.class.getPermittedSubclasses()) {
      all.put(of(type).value(), type.asSubclass(Recipe.class));
    }
    return Collections.unmodifiableMap(all);
  }
}
