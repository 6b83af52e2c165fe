package bantam.runners.train;

import java.util.List;

/** What a training step sees. */
public interface BatchSource {
  /**
   * The micro-batches of one optimizer step: a pure function of the step, so that a resumed run
   * sees what the uninterrupted one would have seen.
   *
   * @param step from 0 on
   */
  List<MicroBatch> step(long step);
}
