package bantam.runners.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.InputException;
import bantam.recipes.Sharing;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Shortage;
import bantam.runners.evaluate.Tree.Path;
import bantam.runners.generate.Datastore;
import bantam.runners.model.Attend;
import bantam.runners.model.Cache;
import bantam.runners.model.Decoder;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Log-likelihoods by a model: requests in passes of like lengths, padded on the right, softmax in
 * float32, sums in double. What {@link Sharing} names is done once.
 */
final class ModelScorer implements Scorer, AutoCloseable {
  private final Decoder decoder;
  private final Set<Sharing> sharing;
  private final Room room;
  private final TokenScores tokens;
  private final Optional<MixedScores> mixed;
  private final Progress progress;
  private final StopSignal stop;
  private List<Integer> beginning = List.of();
  private Optional<Cache> cache = Optional.empty();
  private long read;
  private long scored;
  private Work taken = new Work(0, 0);

  /**
   * @param budget tokens per forward pass, padding included
   */
  ModelScorer(
      Decoder decoder, int budget, Set<Sharing> sharing, Progress progress, StopSignal stop) {
    this(decoder, budget, sharing, Optional.empty(), progress, stop);
  }

  /**
   * @param text whose counts are mixed into the model's probabilities
   */
  ModelScorer(
      Decoder decoder,
      int budget,
      Set<Sharing> sharing,
      Optional<Datastore> text,
      Progress progress,
      StopSignal stop) {
    this.decoder = decoder;
    this.sharing = Set.copyOf(sharing);
    this.room = Room.of(budget, decoder.config());
    this.tokens = new TokenScores(decoder, sharing.contains(Sharing.LOGITS));
    this.mixed = text.map(counts -> new MixedScores(decoder, counts));
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * What was done.
   *
   * @param read tokens, padding not included
   * @param scored tokens
   */
  record Work(long read, long scored) {
    /** Of both. */
    Work and(Work other) {
      return new Work(read + other.read, scored + other.scored);
    }
  }

  /** What was done since the last time that somebody asked. */
  Work takeWork() {
    Work work = new Work(read - taken.read(), scored - taken.scored());
    taken = new Work(read, scored);
    return work;
  }

  /** What this scorer may share: branches do not know of sliding windows. */
  Set<Sharing> sharing(List<Pair> pairs) {
    int window = decoder.config().block().attention().window();
    Set<Sharing> allowed = EnumSet.noneOf(Sharing.class);
    allowed.addAll(sharing);
    if (window > 0 && pairs.stream().anyMatch(pair -> pair.length() > window)) {
      allowed.remove(Sharing.CHOICES);
      allowed.remove(Sharing.PREFIXES);
    }
    return allowed;
  }

  /** The passes that requests take, in their order. */
  List<Load> loads(Requests requests) {
    return Queue.of(requests, sharing(requests.pairs()), room);
  }

  @Override
  public List<Likelihood> score(List<Pair> pairs) {
    return score(pairs, IntStream.range(0, pairs.size()).toArray());
  }

  @Override
  public List<Likelihood> score(List<Pair> pairs, int[] units) {
    Requests requests = Requests.of(pairs, units, sharing);
    Likelihood[] results = new Likelihood[requests.pairs().size()];
    try {
      loads(requests).forEach(load -> score(load, results));
    } finally {
      close();
    }
    return requests.all(results);
  }

  /**
   * Scores one pass, in parts where memory does not suffice.
   *
   * @param results receives what becomes of each request, by its number
   */
  void score(Load load, Likelihood[] results) {
    stop.check();
    try {
      pass(load, results);
    } catch (RuntimeException e) {
      if (!Shortage.of(e)) {
        throw e;
      }
      List<Load> parts = load.parts();
      if (parts.isEmpty()) {
        throw new InputException(
            "memory does not suffice for a request of %,d tokens; take a smaller context or another device"
                .formatted(load.beginning().size() + load.length()),
            e);
      }
      parts.forEach(part -> score(part, results));
    }
  }

  private void pass(Load load, Likelihood[] results) {
    long[] places = new long[load.scored()];
    long[] targets = new long[places.length];
    long begin = 0;
    int at = 0;
    for (Tree row : load.rows()) {
      for (Path path : row.paths()) {
        for (int token = 0; token < path.scored(); token++) {
          places[at] = begin + path.place(token);
          targets[at++] = path.target(token);
        }
      }
      begin += load.plain() ? load.length() : row.length();
    }
    float[][] scores = Gradients.off(() -> scores(load, places, targets));
    at = 0;
    for (Path path : load.paths()) {
      results[path.request()] = sum(scores, at, path.scored());
      at += path.scored();
    }
    read += load.rows().stream().mapToLong(Tree::length).sum();
    scored += at;
    progress.at(scored, "");
  }

  private static Likelihood sum(float[][] scores, int from, int tokens) {
    double nats = 0;
    boolean greedy = true;
    for (int i = from; i < from + tokens; i++) {
      nats += scores[0][i];
      greedy &= scores[1][i] == 1;
    }
    return new Likelihood(nats, greedy, tokens);
  }

  private float[][] scores(Load load, long[] places, long[] targets) {
    begin(load.beginning());
    try (NDManager scope = decoder.engine().scope()) {
      NDArray hidden = hidden(scope, load);
      float[][] scores = tokens.of(scope, hidden, places, targets);
      mixed.ifPresent(mixture -> mixture.into(scores, scope, hidden, places, load.paths()));
      return scores;
    }
  }

  private NDArray hidden(NDManager scope, Load load) {
    if (load.plain()) {
      int[][] ids = load.rows().stream().map(row -> row.ids(load.length())).toArray(int[][]::new);
      return decoder.hidden(scope, Decoder.ids(scope, ids), Attend.causal());
    }
    return decoder.branches(scope, load.rows().stream().map(Tree::tokens).toList(), cache);
  }

  /** Reads what the rows to come have before them, unless it is there. */
  private void begin(List<Integer> wanted) {
    if (wanted.equals(beginning)) {
      return;
    }
    close();
    if (!wanted.isEmpty()) {
      int[] ids = wanted.stream().mapToInt(Integer::intValue).toArray();
      Cache fresh = decoder.cache(new int[1], ids.length);
      try (NDManager scope = decoder.engine().scope()) {
        fresh.read(scope, Decoder.ids(scope, new int[][] {ids}));
      } catch (RuntimeException e) {
        fresh.close();
        throw e;
      }
      cache = Optional.of(fresh);
      read += ids.length;
    }
    beginning = wanted;
  }

  /** Lets go of what is kept between passes. */
  @Override
  public void close() {
    cache.ifPresent(Cache::close);
    cache = Optional.empty();
    beginning = List.of();
  }
}
