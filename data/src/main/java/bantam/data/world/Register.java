package bantam.data.world;

/** A way of writing about a part of the world. */
interface Register {
  /** A document; at least one combination in it, and every one, belongs to the split. */
  String document(Dice dice, Split split);
}
