package bantam.results.runs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a run stands; the content of its {@code state.json}.
 *
 * @param status where it stands
 * @param identity the run's full identity, 64 hex digits
 * @param since when it came to stand there
 * @param dtype what {@code dtype: auto} was resolved to when the run first started; a resumed run
 *     keeps it
 * @param note one line for people, such as why it failed; empty if there is nothing to say
 */
public record RunState(
    Status status, String identity, Instant since, Optional<String> dtype, String note) {
  /** The stations of a run. */
  public enum Status {
    PLANNED,
    RUNNING,
    DONE,
    FAILED,
    INTERRUPTED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static RunState planned(String identity) {
    return new RunState(Status.PLANNED, identity, now(), Optional.empty(), "");
  }

  /** The same run at another station, from now on. */
  public RunState at(Status next) {
    return at(next, "");
  }

  /** The same run at another station, from now on, for a reason. */
  public RunState at(Status next, String reason) {
    return new RunState(next, identity, now(), dtype, reason);
  }

  /** The same state with the arithmetic that {@code auto} was resolved to. */
  public RunState with(String resolvedDtype) {
    return new RunState(status, identity, since, Optional.of(resolvedDtype), note);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
