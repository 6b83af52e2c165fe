package bantam.data.pack;

import java.util.HashSet;
import java.util.Set;

/** A text whose tokens a test chose. */
final class Fixed implements Tokenized {
  final int[] ids;
  final int[] starts;
  final boolean closed;
  final Set<Integer> masked;

  Fixed(int[] ids, int[] starts, boolean closed, Set<Integer> masked) {
    this.ids = ids;
    this.starts = starts;
    this.closed = closed;
    this.masked = new HashSet<>(masked);
  }

  @Override
  public long tokens() {
    return ids.length;
  }

  @Override
  public void ids(long from, int count, int[] into) {
    System.arraycopy(ids, (int) from, into, 0, count);
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
    return closed;
  }

  @Override
  public boolean masked() {
    return !masked.isEmpty();
  }

  @Override
  public boolean counts(long place) {
    return !masked.contains((int) place);
  }

  @Override
  public long targets() {
    return java.util.stream.IntStream.range(1, ids.length).filter(i -> !masked.contains(i)).count();
  }

  @Override
  public long bytes() {
    return ids.length;
  }
}
