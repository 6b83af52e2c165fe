package bantam.data.world;

/** A way of writing about a part of the world. */
interface Register {
  /** A document; what it combines belongs to the split, and so must its text by {@link Split#of}. */
  String document(Dice dice, Split split);
}
