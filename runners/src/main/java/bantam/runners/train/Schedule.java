package bantam.runners.train;

/** The learning rate over the steps, as a fraction of its peak. */
public interface Schedule {
  /**
   * A pure function, so that a resumed run goes on as the uninterrupted one.
   *
   * @param step from 0 on
   * @param steps of the whole run
   * @return in [0, 1]
   */
  double at(int step, int steps);

  /**
   * The straight rise that every schedule begins with. It never is 0, so that no step is lost, and
   * reaches the peak at step {@code warmup}.
   *
   * @return in (0, 1]
   */
  static double rise(int warmup, int step) {
    return step < warmup ? (step + 1.0) / (warmup + 1.0) : 1;
  }

  /**
   * How much of the way from {@code from} to the run's last step is behind.
   *
   * @return in [0, 1]; 1 at the last step
   */
  static double progress(int from, int step, int steps) {
    int last = steps - 1;
    return last <= from ? 1 : Math.min(1, Math.max(0, (step - from) / (double) (last - from)));
  }
}
