package bantam.runners.evaluate;

import bantam.data.Corpora;
import bantam.data.Corpus;
import bantam.data.items.Item;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Choice;
import bantam.recipes.Measuring;
import bantam.recipes.Sharing;
import bantam.recipes.Task;
import bantam.recipes.Training;
import bantam.results.Row;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.model.Decoder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The measurements of an evaluation on a model that is being trained: the same requests, the same
 * scores, no rows of samples.
 */
public final class TrainingProbe implements Probe {
  /** Tokens per forward pass, padding included. */
  private static final int BATCH_TOKENS = 8192;

  /** Of answers that are drawn; the same at every measurement, so that they compare. */
  private static final long SEED = 17;

  private final Decoder decoder;
  private final Tokenizer tokenizer;
  private final Map<String, Corpus> sets = new LinkedHashMap<>();
  private final Map<Task, Asked> tasks = new LinkedHashMap<>();

  /**
   * A task's items and what a model is asked about them; encoded once.
   *
   * @param writing where it writes its answers, and then there are no requests
   */
  private record Asked(Questions questions, List<Request> requests, Optional<Writing> writing) {}

  private TrainingProbe(Measuring measuring, Decoder decoder, Tokenizer tokenizer) {
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    long limit = measuring.limit() == 0 ? Long.MAX_VALUE : measuring.limit();
    for (Map.Entry<String, Choice> set : measuring.sets().entrySet()) {
      Corpus whole = Corpora.ALL.make(set.getValue());
      sets.put(set.getKey(), () -> whole.documents().limit(limit));
    }
    for (Task task : measuring.tasks()) {
      List<Item> items = TaskItems.first(task, measuring.limit());
      Questions questions = new Questions(task, items);
      tasks.put(task, asked(questions));
    }
  }

  /** What a recipe wants measured while a model trains. */
  public static Optional<Probe> of(Training training, Decoder decoder, Tokenizer tokenizer) {
    return training
        .watching()
        .evaluate()
        .map(measuring -> new TrainingProbe(measuring, decoder, tokenizer));
  }

  private Asked asked(Questions questions) {
    return questions.task().output() == Task.Output.GENERATE_UNTIL
        ? new Asked(
            questions,
            List.of(),
            Optional.of(new Writing(questions, decoder, tokenizer, limit(), SEED)))
        : new Asked(
            questions, questions.encoded(tokenizer, new Rolling(limit())), Optional.empty());
  }

  private int limit() {
    return decoder.config().maxPositions();
  }

  @Override
  public Reading read(StopSignal stop) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    ModelScorer scorer =
        new ModelScorer(
            decoder, BATCH_TOKENS, EnumSet.allOf(Sharing.class), Progress.silent(), stop);
    sets.forEach(
        (name, corpus) -> {
          List<Row.Sample> rows =
              new TextSamples(tokenizer, new Rolling(limit())).score("", name, corpus, scorer);
          TextMetrics.scores("", name, rows).stream()
              .filter(score -> !score.metric().matches("tokens|bytes"))
              .forEach(score -> metrics.put(name + "." + score.metric(), score.value()));
        });
    double writing = 0;
    for (Map.Entry<Task, Asked> entry : tasks.entrySet()) {
      Task task = entry.getKey();
      Asked asked = entry.getValue();
      List<Row.Sample> rows = new ArrayList<>();
      if (asked.writing().isPresent()) {
        writing += write(asked.writing().get(), stop, rows);
      } else {
        rows.addAll(asked.questions().ask("", asked.requests(), scorer));
      }
      // of several filters the first one counts
      TaskMetrics.scores("", task, rows)
          .forEach(score -> metrics.putIfAbsent(task.name() + "." + score.metric(), score.value()));
    }
    ModelScorer.Work work = scorer.takeWork();
    double scoring = Subject.flops(decoder.config(), work.read(), work.scored());
    return new Reading(metrics, scoring + writing);
  }

  /** Gives the floating-point operations. */
  private double write(Writing writing, StopSignal stop, List<Row.Sample> rows) {
    double flops = 0;
    for (Writing.Batch batch : writing.batches()) {
      Writing.Written written = writing.write("", batch, stop);
      rows.addAll(written.rows());
      flops += Subject.flops(decoder.config(), written.read(), written.written());
    }
    return flops;
  }
}
