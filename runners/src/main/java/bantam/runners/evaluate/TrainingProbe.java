package bantam.runners.evaluate;

import bantam.data.Corpora;
import bantam.data.Corpus;
import bantam.data.items.Item;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Choice;
import bantam.recipes.Measuring;
import bantam.recipes.Task;
import bantam.recipes.Training;
import bantam.results.Row;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.model.Decoder;
import java.util.ArrayList;
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

  private final Decoder decoder;
  private final Tokenizer tokenizer;
  private final Map<String, Corpus> sets = new LinkedHashMap<>();
  private final Map<Task, Asked> tasks = new LinkedHashMap<>();

  /** A task's items and what a model is asked about them; encoded once. */
  private record Asked(Questions questions, List<List<Pair>> pairs) {}

  private TrainingProbe(Measuring measuring, Decoder decoder, Tokenizer tokenizer) {
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    long limit = measuring.limit() == 0 ? Long.MAX_VALUE : measuring.limit();
    for (Map.Entry<String, Choice> set : measuring.sets().entrySet()) {
      Corpus whole = Corpora.ALL.make(set.getValue());
      sets.put(set.getKey(), () -> whole.documents().limit(limit));
    }
    for (Task task : measuring.tasks()) {
      List<Item> items = TaskItems.of(task, Optional.empty(), measuring.limit());
      Questions questions = new Questions(task, items);
      tasks.put(task, new Asked(questions, questions.encoded(tokenizer, limit())));
    }
  }

  /** What a recipe wants measured while a model trains. */
  public static Optional<Probe> of(Training training, Decoder decoder, Tokenizer tokenizer) {
    return training
        .watching()
        .evaluate()
        .map(measuring -> new TrainingProbe(measuring, decoder, tokenizer));
  }

  private int limit() {
    return decoder.config().maxPositions();
  }

  @Override
  public Reading read(StopSignal stop) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    ModelScorer scorer = new ModelScorer(decoder, BATCH_TOKENS, Progress.silent(), stop);
    sets.forEach(
        (name, corpus) -> {
          List<Row.Sample> rows = new ArrayList<>();
          new TextSamples(tokenizer, limit(), scorer).score("", name, corpus, rows::add);
          TextMetrics.scores("", name, rows).stream()
              .filter(score -> !score.metric().matches("tokens|bytes"))
              .forEach(score -> metrics.put(name + "." + score.metric(), score.value()));
        });
    tasks.forEach(
        (task, asked) -> {
          List<Row.Sample> rows = asked.questions().ask("", asked.pairs(), scorer);
          TaskMetrics.scores("", task, rows)
              .forEach(score -> metrics.put(task.name() + "." + score.metric(), score.value()));
        });
    return new Reading(metrics, Subject.flops(decoder.config(), scorer.read(), scorer.scored()));
  }
}
