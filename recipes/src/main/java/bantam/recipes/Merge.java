package bantam.recipes;

/** What {@code extends} does: mappings merge, everything else is replaced. */
final class Merge {
  private Merge() {}

  /** The base with what the variant says put over it; the variant's place. */
  static Node.Mapping of(Node.Mapping base, Node.Mapping variant) {
    Node.Mapping merged = new Node.Mapping(variant.origin(), base.entries());
    for (var entry : variant.entries().entrySet()) {
      Node under = base.entries().get(entry.getKey());
      Node over = entry.getValue();
      merged = merged.with(entry.getKey(), under == null ? over : one(under, over));
    }
    return merged;
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
