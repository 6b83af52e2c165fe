package bantam.runners.evaluate;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Common;
import bantam.recipes.Sharing;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.bench.Peak;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Tokens;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How much memory the first scoring of a task takes beside the model, as the growth of a fresh
 * process's largest resident memory. The texts' tokens are taken modulo the smallest vocabulary
 * that is measured, so that models of every vocabulary make the very same passes.
 *
 * @param task its name
 * @param vocabulary of the model
 * @param weights bytes of the model
 * @param peak largest resident memory, in bytes
 * @param above of it what was not resident when the model was loaded and the texts were encoded
 */
public record ScoringMemory(String task, int vocabulary, long weights, long peak, long above) {
  /** The vocabularies that are compared. */
  public static final List<Integer> VOCABULARIES = List.of(2_000, 128_000);

  /** Measures one task in this process, which must have scored nothing before. */
  public static ScoringMemory measure(
      Common common, Tokenizer tokenizer, int vocabulary, EvaluateBench.Asked asked) {
    try (Engine engine = Engine.start(common);
        Decoder decoder =
            Decoder.random(
                EvaluateBench.SHAPE.config(new Tokens(vocabulary, OptionalInt.empty(), List.of())),
                engine,
                1)) {
      decoder.freeze();
      Questions questions =
          new Questions(asked.task(), TaskItems.first(asked.task(), asked.items()));
      Agenda agenda = new Agenda();
      Rolling whole = new Rolling(decoder.config().maxPositions());
      questions.addTo(agenda, questions.encoded(tokenizer, whole));
      List<Pair> pairs =
          agenda.pairs().stream().map(pair -> pair.modulo(VOCABULARIES.get(0))).toList();
      Set<Sharing> all = EnumSet.allOf(Sharing.class);
      long before = Peak.restart();
      try (ModelScorer scorer =
          new ModelScorer(
              decoder, EvaluateBench.BUDGET, all, Progress.silent(), new StopSignal())) {
        scorer.score(pairs, agenda.units());
      }
      long peak = Peak.bytes();
      long weights = decoder.weights().values().stream().mapToLong(array -> 4 * array.size()).sum();
      return new ScoringMemory(asked.name(), vocabulary, weights, peak, peak - before);
    }
  }

  /** A row for each; the vocabularies of a task stand one behind the other, the smallest first. */
  public static Table table(List<ScoringMemory> all) {
    Table table =
        Table.of(
            new Heading("task"),
            new Heading("vocabulary", "of the model", "tokens"),
            new Heading("weights_bytes", "of the model", "B"),
            new Heading("peak_rss_bytes", "largest resident memory", "B"),
            new Heading("above_bytes", "of it what scoring added", "B"),
            new Heading("ratio", "of it to the smallest vocabulary's", ""));
    long smallest = 1;
    for (ScoringMemory one : all) {
      smallest = one.vocabulary == VOCABULARIES.get(0) ? one.above : smallest;
      double ratio = Math.round(1000.0 * one.above / smallest) / 1000.0;
      table = table.with(one.task, one.vocabulary, one.weights, one.peak, one.above, ratio);
    }
    return table;
  }
}
