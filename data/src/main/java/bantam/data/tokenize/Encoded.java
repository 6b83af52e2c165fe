package bantam.data.tokenize;

/** The tokens of a text, and where in it they end. */
public final class Encoded {
  private final int[] ids;
  private final int[] ends;

  /**
   * @param ends behind each token's last character, in code points of the text; -1 for a token that
   *     stands for no text, such as a begin token; empty where nobody asked
   */
  public Encoded(int[] ids, int[] ends) {
    this.ids = ids;
    this.ends = ends;
  }

  /** The token ids. */
  public int[] ids() {
    return ids;
  }

  /** Where the tokens end. */
  public int[] ends() {
    return ends;
  }
}
