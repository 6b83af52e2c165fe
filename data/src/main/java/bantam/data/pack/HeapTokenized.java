package bantam.data.pack;

import java.util.BitSet;

/** Token ids in memory. */
final class HeapTokenized implements Tokenized {
  private final int[] ids;
  private final int[] starts;

  /** Places that do not count. */
  private final BitSet unread;

  private final Encoder.Totals totals;

  private HeapTokenized(int[] ids, int[] starts, BitSet unread, Encoder.Totals totals) {
    this.ids = ids;
    this.starts = starts;
    this.unread = unread;
    this.totals = totals;
  }

  /** Gathers tokens. */
  static final class Builder implements Encoder.Sink {
    private final IntBuffer ids = new IntBuffer();
    private final IntBuffer starts = new IntBuffer();
    private final BitSet unread = new BitSet();

    @Override
    public void begin() {
      starts.add(ids.size());
    }

    @Override
    public void token(int id, boolean counts) {
      if (!counts) {
        unread.set(ids.size());
      }
      ids.add(id);
    }

    Tokenized build(Encoder.Totals totals) {
      return new HeapTokenized(ids.toArray(), starts.toArray(), unread, totals);
    }
  }

  @Override
  public long tokens() {
    return ids.length;
  }

  @Override
  public void ids(long from, int count, int[] into) {
    System.arraycopy(ids, Math.toIntExact(from), into, 0, count);
  }

  @Override
  public int documents() {
    return starts.length;
  }

  @Override
  public long start(int document) {
    return starts[document];
  }

  @Override
  public boolean closed() {
    return totals.closed();
  }

  @Override
  public boolean masked() {
    return !unread.isEmpty();
  }

  @Override
  public boolean counts(long place) {
    return !unread.get(Math.toIntExact(place));
  }

  @Override
  public long targets() {
    return Math.max(0, ids.length - 1 - unread.cardinality() + (unread.get(0) ? 1 : 0));
  }

  @Override
  public long bytes() {
    return totals.bytes();
  }
}
