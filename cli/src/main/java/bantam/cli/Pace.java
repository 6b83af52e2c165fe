package bantam.cli;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How fast a piece of work goes. The first report only starts the clock: what a resumed run did
 * before, and the warming up, are no measure of what is to come.
 *
 * @param total pieces in all; 0 while nobody knows
 * @param first pieces at the first report
 * @param firstNanos when that was
 * @param done pieces so far
 * @param nanos when that was
 */
record Pace(long total, long first, long firstNanos, long done, long nanos) {
  static Pace start(long total, long done, long nanos) {
    return new Pace(total, done, nanos, done, nanos);
  }

  Pace at(long nowDone, long nowNanos) {
    return new Pace(total, first, firstNanos, nowDone, nowNanos);
  }

  /** Pieces per second. */
  OptionalDouble rate() {
    double seconds = (nanos - firstNanos) / 1e9;
    return done > first && seconds > 0
        ? OptionalDouble.of((done - first) / seconds)
        : OptionalDouble.empty();
  }

  /** Such as {@code 3.1 steps/s, 2:05 left}; empty while it is not known. */
  String tell(String unit) {
    OptionalDouble rate = rate();
    if (rate.isEmpty()) {
      return "";
    }
    String speed = "%s %s/s".formatted(number(rate.getAsDouble()), unit);
    if (total == 0) {
      return speed;
    }
    double left = Math.max(0, total - done) / rate.getAsDouble();
    return "%s, %s left".formatted(speed, clock(Math.round(left)));
  }

  /** Three significant digits, or all before the point. */
  static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  /** {@code 0:07}, {@code 12:05} or {@code 1:02:03}. */
  static String clock(long seconds) {
    long hours = seconds / 3600;
    long minutes = seconds / 60 % 60;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60);
  }
}
