package bantam.runners.evaluate;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Common;
import bantam.recipes.Scoring;
import bantam.recipes.Sharing;
import bantam.recipes.Task;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.bench.Peak;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Tokens;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How fast tasks are scored with a model of random weights, once with all that may be shared and
 * once without any of it, in turns.
 *
 * @param task its name
 * @param requests that it has
 * @param tokens that they have together, each counted by itself
 * @param plainSeconds the best round without sharing
 * @param seconds the best round with it
 * @param difference the largest of a request's log-likelihoods, in nats
 * @param weights bytes of the model
 * @param peak largest resident memory while scores were shared, in bytes
 * @param above of it what was not resident before
 */
public record EvaluateBench(
    String task,
    int requests,
    long tokens,
    double plainSeconds,
    double seconds,
    double difference,
    long weights,
    long peak,
    long above) {
  static final int BUDGET = Scoring.WHOLE.batchTokens();
  static final Llama SHAPE = new Llama(384, 6, 6, 0, 1024, 0, true, 10000, 2048, 1e-5);

  /** A task and how many of its items are scored. */
  public record Asked(String name, Task task, int items) {}

  /**
   * Measures each task.
   *
   * @param vocabulary of the model; tokens beyond it are taken from its begin
   */
  public static List<EvaluateBench> measure(
      Common common, Tokenizer tokenizer, int vocabulary, int rounds, List<Asked> asked) {
    try (Engine engine = Engine.start(common);
        Decoder decoder =
            Decoder.random(
                SHAPE.config(new Tokens(vocabulary, OptionalInt.empty(), List.of())), engine, 1)) {
      decoder.freeze();
      List<EvaluateBench> found = new ArrayList<>();
      for (Asked one : asked) {
        Questions questions = new Questions(one.task(), TaskItems.first(one.task(), one.items()));
        Agenda agenda = new Agenda();
        Rolling whole = new Rolling(decoder.config().maxPositions());
        questions.addTo(agenda, questions.encoded(tokenizer, whole));
        List<Pair> pairs = agenda.pairs().stream().map(pair -> pair.modulo(vocabulary)).toList();
        int[] items = agenda.units();
        found.add(measure(decoder, one.name(), pairs, items, rounds));
      }
      return found;
    }
  }

  private static EvaluateBench measure(
      Decoder decoder, String name, List<Pair> pairs, int[] units, int rounds) {
    Set<Sharing> all = EnumSet.allOf(Sharing.class);
    score(decoder, pairs, units, all);
    long before = Peak.restart();
    double best = Double.MAX_VALUE;
    double plain = Double.MAX_VALUE;
    double difference = 0;
    Round shared = score(decoder, pairs, units, all);
    long peak = Peak.bytes();
    for (int round = 0; round < rounds; round++) {
      Round without = score(decoder, pairs, units, Set.of());
      plain = Math.min(plain, without.seconds());
      shared = score(decoder, pairs, units, all);
      best = Math.min(best, shared.seconds());
      for (int i = 0; i < pairs.size(); i++) {
        double apart = shared.likelihoods().get(i).nats() - without.likelihoods().get(i).nats();
        difference = Math.max(difference, Math.abs(apart));
      }
    }
    long tokens = pairs.stream().mapToLong(Pair::length).sum();
    long weights = decoder.weights().values().stream().mapToLong(array -> 4 * array.size()).sum();
    return new EvaluateBench(
        name, pairs.size(), tokens, plain, best, difference, weights, peak, peak - before);
  }

  private record Round(double seconds, List<Likelihood> likelihoods) {}

  private static Round score(Decoder decoder, List<Pair> pairs, int[] units, Set<Sharing> sharing) {
    long start = System.nanoTime();
    try (ModelScorer scorer =
        new ModelScorer(decoder, BUDGET, sharing, Progress.silent(), new StopSignal())) {
      Requests requests = Requests.of(pairs, units, sharing);
      Likelihood[] results = new Likelihood[requests.pairs().size()];
      scorer.loads(requests).forEach(load -> scorer.score(load, results));
      List<Likelihood> all = requests.all(results);
      return new Round((System.nanoTime() - start) / 1e9, all);
    }
  }

  /** A row for each task. */
  public static Table table(List<EvaluateBench> all) {
    Table table =
        Table.of(
            new Heading("task"),
            new Heading("requests"),
            new Heading("tokens", "of all requests, each by itself", "tokens"),
            new Heading("plain_requests_per_s", "nothing shared", "requests/s"),
            new Heading("requests_per_s", "everything shared", "requests/s"),
            new Heading("speedup", "of the one to the other", ""),
            new Heading("difference", "largest of a log-likelihood", "nats"),
            new Heading("weights_bytes", "of the model", "B"),
            new Heading("peak_rss_bytes", "largest resident memory", "B"),
            new Heading("above_bytes", "of it what scoring added", "B"));
    for (EvaluateBench one : all) {
      table =
          table.with(
              one.task,
              one.requests,
              one.tokens,
              rounded(one.requests / one.plainSeconds),
              rounded(one.requests / one.seconds),
              rounded(one.plainSeconds / one.seconds),
              one.difference,
              one.weights,
              one.peak,
              one.above);
    }
    return table;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
