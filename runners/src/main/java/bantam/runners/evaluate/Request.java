package bantam.runners.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * What is asked about a choice, or about a text, in tokens.
 *
 * @param windows one, or those that a whole text is cut into
 * @param alone the choice behind no prompt, where a metric takes it
 */
record Request(List<Pair> windows, Optional<Pair> alone) {
  Request {
    windows = List.copyOf(windows);
  }

  /** Of windows only. */
  Request(List<Pair> windows) {
    this(windows, Optional.empty());
  }
}
