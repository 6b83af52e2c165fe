package bantam.runners.evaluate;

import bantam.data.Corpus;
import bantam.results.Row;
import bantam.runners.StopSignal;
import java.util.List;

/** Looks inside of a model while it reads a text. */
public interface TextProbe {
  /**
   * What was found.
   *
   * @param heads a row for each head of each layer
   * @param score of the whole model
   * @param flops that it took
   */
  record Probed(List<Row.Head> heads, Row.Score score, double flops) {
    public Probed {
      heads = List.copyOf(heads);
    }
  }

  /**
   * Lets a model read.
   *
   * @param run the run's id, for the rows
   * @param text the corpus's name
   * @throws bantam.recipes.InputException if the corpus or the model has too little for it
   */
  Probed look(String run, String text, Corpus corpus, Subject subject, StopSignal stop);
}
