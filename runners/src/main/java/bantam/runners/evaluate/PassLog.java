package bantam.runners.evaluate;

import bantam.runners.evaluate.Tree.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a run's log, if it takes fine messages, which requests a pass is about to score and which
 * are on the disk: {@code scoring tasks: 4 5 6}, later {@code kept tasks: 4 5 6}. A request has the
 * same name in every attempt, so that whoever kills runs can count what was scored twice ({@code
 * scripts/bench/kill-resume}).
 */
final class PassLog {
  private static final Logger LOG = LoggerFactory.getLogger(PassLog.class);

  private final String piece;

  /**
   * @param piece the piece of work whose requests are numbered
   */
  PassLog(String piece) {
    this.piece = piece.replace(' ', '_');
  }

  /** The requests of a pass. */
  static List<Integer> requests(Load load) {
    return load.rows().stream().flatMap(row -> row.paths().stream()).map(Path::request).toList();
  }

  /** So many from 0 on. */
  static List<Integer> first(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** A pass begins. */
  void scoring(List<Integer> requests) {
    tell("scoring", requests);
  }

  /** What is known of them is on the disk. */
  void kept(List<Integer> requests) {
    tell("kept", requests);
  }

  private void tell(String what, List<Integer> requests) {
    if (LOG.isDebugEnabled()) {
      String numbers = requests.stream().map(String::valueOf).collect(Collectors.joining(" "));
      LOG.debug("{} {}: {}", what, piece, numbers);
    }
  }
}
