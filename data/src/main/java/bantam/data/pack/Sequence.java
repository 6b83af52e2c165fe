package bantam.data.pack;

/** Tokens that go through a model at once, and what is to be predicted after each. */
public final class Sequence {
  /** Marks a place whose prediction does not count, as PyTorch's cross-entropy marks it. */
  public static final int IGNORED = -100;

  private final int[] ids;
  private final int[] targets;
  private final int[] documents;

  /**
   * @param ids (tokens)
   * @param targets (tokens); {@link #IGNORED} where no prediction counts
   * @param documents (tokens): equal for tokens that may see each other; empty if all may
   */
  public Sequence(int[] ids, int[] targets, int[] documents) {
    this.ids = ids;
    this.targets = targets;
    this.documents = documents;
  }

  /** The tokens. */
  public int[] ids() {
    return ids;
  }

  /** What follows each token. */
  public int[] targets() {
    return targets;
  }

  /** The document of each token; empty if all tokens may see those before them. */
  public int[] documents() {
    return documents;
  }

  /** Tokens. */
  public int length() {
    return ids.length;
  }
}
