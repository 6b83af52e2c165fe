package bantam.runners.bench;

import bantam.runners.Progress;
import java.util.ArrayList;
import java.util.List;

/** Times whole steps, and does something between them that does not count. */
final class Pacer implements Progress {
  private final Runnable between;
  private final List<Double> seconds = new ArrayList<>();
  private long begun;

  Pacer(Runnable between) {
    this.between = between;
  }

  /** What every step took: data, forward and backward pass, optimizer, logs. */
  List<Double> seconds() {
    return seconds;
  }

  @Override
  public void begin(String what, long total, String unit) {
    begun = System.nanoTime();
  }

  @Override
  public void at(long done, String note) {
    seconds.add((System.nanoTime() - begun) / 1e9);
    between.run();
    begun = System.nanoTime();
  }

  @Override
  public void end(String note) {}

  @Override
  public void say(String line) {}
}
