package bantam.cli;

import bantam.runners.Progress;
import java.util.function.LongSupplier;

/** Progress for a terminal: one line that is redrawn, and lines that stay. */
final class Bar implements Progress {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int WIDTH = 20;

  private final Console console;
  private final int columns;
  private final LongSupplier clock;
  private String what = "";
  private String unit = "";
  private long total;
  private long begun;
  private long drawn;
  private Pace pace;

  /**
   * @param columns of the terminal
   * @param clock nanoseconds that only grow
   */
  Bar(Console console, int columns, LongSupplier clock) {
    this.console = console;
    this.columns = columns;
    this.clock = clock;
  }

  @Override
  public synchronized void begin(String newWhat, long newTotal, String newUnit) {
    what = newWhat;
    total = newTotal;
    unit = newUnit;
    begun = clock.getAsLong();
    drawn = begun;
    pace = null;
    console.live(cut(what + " ..."));
  }

  @Override
  public synchronized void at(long done, String note) {
    long now = clock.getAsLong();
    pace = pace == null ? Pace.start(total, done, now) : pace.at(done, now);
    if (now - drawn >= REDRAW_NANOS) {
      drawn = now;
      console.live(cut(line(done, note)));
    }
  }

  @Override
  public synchronized void end(String note) {
    console.live("");
    long seconds = Math.round((clock.getAsLong() - begun) / 1e9);
    console.say(
        "  %s: %s%s".formatted(what, note.isEmpty() ? "" : note + ", ", Pace.clock(seconds)));
    what = "";
  }

  @Override
  public void say(String line) {
    console.say(line);
  }

  private String line(long done, String note) {
    String left = pace.tell(unit);
    return "%s %s%s%s"
        .formatted(
            what,
            total > 0 ? bar((double) done / total) + " " + done + "/" + total : done,
            left.isEmpty() ? " " + unit : ", " + left,
            note.isEmpty() ? "" : ", " + note);
  }

  private static String bar(double part) {
    int full = (int) (Math.min(1, part) * WIDTH);
    String head = full < WIDTH ? ">" : "";
    return "[" + "=".repeat(full) + head + " ".repeat(WIDTH - full - head.length()) + "]";
  }

  // A line that wraps cannot be redrawn.
  private String cut(String line) {
    return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
  }
}
