package bantam.cli;

import bantam.runners.Progress;
import java.util.function.LongSupplier;

/** Progress for files and pipes: a plain line now and then. */
final class Lines implements Progress {
  private static final long PAUSE_NANOS = 10_000_000_000L;

  private final Console console;
  private final LongSupplier clock;
  private String what = "";
  private String unit = "";
  private long total;
  private long begun;
  private long said;
  private Pace pace;

  /**
   * @param clock nanoseconds that only grow
   */
  Lines(Console console, LongSupplier clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public synchronized void begin(String newWhat, long newTotal, String newUnit) {
    what = newWhat;
    total = newTotal;
    unit = newUnit;
    begun = clock.getAsLong();
    said = begun;
    pace = null;
  }

  @Override
  public synchronized void at(long done, String note) {
    long now = clock.getAsLong();
    pace = pace == null ? Pace.start(total, done, now) : pace.at(done, now);
    if (now - said >= PAUSE_NANOS) {
      said = now;
      String left = pace.tell(unit);
      console.say(
          "  %s: %s %s%s%s"
              .formatted(
                  what,
                  total > 0 ? done + " of " + total : done,
                  unit,
                  left.isEmpty() ? "" : ", " + left,
                  note.isEmpty() ? "" : ", " + note));
    }
  }

  @Override
  public synchronized void end(String note) {
    long seconds = Math.round((clock.getAsLong() - begun) / 1e9);
    console.say(
        "  %s: %s%s".formatted(what, note.isEmpty() ? "" : note + ", ", Pace.clock(seconds)));
  }

  @Override
  public void say(String line) {
    console.say(line);
  }
}
