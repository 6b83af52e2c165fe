package bantam.recipes;

/** How documents become the sequences that a training step reads. */
public enum Packing {
  /** One long text, cut anywhere into full windows; a token sees the documents before its own. */
  STREAM,
  /** The same windows, but a token sees its own document only, with positions from its start. */
  STREAM_DOCUMENTS,
  /** Whole documents, best fit first; only those longer than a sequence are cut. */
  BFD
}
