package bantam.runners.model;

/**
 * A row of tokens that branches, depth first: behind each token stand all that go on from it. A
 * token sees itself and those on the way to it.
 */
public final class TokenTree {
  private final int[] ids;
  private final int[] positions;
  private final int[] last;

  /**
   * @param ids of the tokens
   * @param positions of the tokens on their ways, what all rows have before them included
   * @param last for each token the place of the last one that goes on from it, its own where none
   *     does
   */
  public TokenTree(int[] ids, int[] positions, int[] last) {
    this.ids = ids.clone();
    this.positions = positions.clone();
    this.last = last.clone();
  }

  /** Tokens. */
  public int length() {
    return ids.length;
  }

  /** Whether there is more than one way. */
  public boolean branches() {
    for (int place : last) {
      if (place < ids.length - 1) {
        return true;
      }
    }
    return false;
  }

  /** The token at a place. */
  public int id(int place) {
    return ids[place];
  }

  int position(int place) {
    return positions[place];
  }

  int last(int place) {
    return last[place];
  }
}
