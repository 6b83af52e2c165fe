package bantam.recipes;

import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code extends} does: mappings merge, everything else is replaced. */
final class Merge {
  private Merge() {}

  /** The base with what the variant says put over it; the variant's place. */
  static Node.Mapping of(Node.Mapping base, Node.Mapping variant) {
    Map<String, Node> merged = new LinkedHashMap<>(base.entries());
    variant.entries().forEach((key, over) -> merged.merge(key, over, Merge::one));
    return new Node.Mapping(variant.origin(), merged);
  }

  private static Node one(Node under, Node over) {
    if (!(over instanceof Node.Mapping variant) || namesAnother(under, variant)) {
      return over;
    }
    if (under instanceof Node.Mapping base) {
      return of(base, variant);
    }
    // A catalogue's member by its name alone, and now some options for it.
    return under instanceof Node.Scalar && !variant.entries().containsKey("use")
        ? new Node.Mapping(variant.origin(), variant.entries()).with("use", under)
        : over;
  }

  // Another member's options would only be unknown keys.
  private static boolean namesAnother(Node under, Node.Mapping variant) {
    return variant.entries().get("use") instanceof Node.Scalar now
        && under instanceof Node.Mapping base
        && base.entries().get("use") instanceof Node.Scalar before
        && !now.text().equals(before.text());
  }
}
