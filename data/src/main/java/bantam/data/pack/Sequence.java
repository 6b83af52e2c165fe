package bantam.data.pack;

/**
 * Tokens that go through a model at once, and what is to be predicted after each.
 *
 * @param ids (tokens)
 * @param targets (tokens); {@link #IGNORED} where no prediction counts
 * @param documents (tokens): equal for tokens that may see each other; empty if all may
 */
public record Sequence(int[] ids, int[] targets, int[] documents) {
  /** Marks a place whose prediction does not count, as PyTorch's cross-entropy marks it. */
  public static final int IGNORED = -100;

  /** Tokens. */
  public int length() {
    return ids.length;
  }
}
