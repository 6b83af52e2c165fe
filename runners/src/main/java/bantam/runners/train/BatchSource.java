package bantam.runners.train;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** What a training step sees. */
public interface BatchSource {
  /**
   * The micro-batches of one optimizer step: a pure function of the step, so that a resumed run
   * sees what the uninterrupted one would have seen.
   *
   * @param step from 0 on
   */
  List<MicroBatch> step(long step);

  /**
   * Tokens that the first steps take from each source, by its name; empty where there is one only.
   *
   * @param steps how many; a pure function of it, like {@link #step}
   */
  default SortedMap<String, Long> taken(long steps) {
    return Collections.emptySortedMap();
  }
}
