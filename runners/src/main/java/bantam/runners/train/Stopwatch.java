package bantam.runners.train;

/** Wall-clock time of the steps since the last row, without what came between them. */
final class Stopwatch {
  private long start = System.nanoTime();
  private long tokens;

  /** Begins anew. */
  void restart() {
    start = System.nanoTime();
    tokens = 0;
  }

  /** Tokens went by. */
  void count(long more) {
    tokens += more;
  }

  /** Measures something else, which {@link #resume} takes off this one. */
  Stopwatch pause() {
    return new Stopwatch();
  }

  void resume(Stopwatch other) {
    start += System.nanoTime() - other.start;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Tokens per second. */
  double rate() {
    return tokens / Math.max(1e-9, seconds());
  }
}
