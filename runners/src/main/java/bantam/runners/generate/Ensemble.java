package bantam.runners.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import bantam.data.suffix.Context;
import bantam.recipes.Combination;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Kernels;
import bantam.runners.evaluate.Subject;
import bantam.runners.model.Cache;
import bantam.runners.model.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One model, or several that choose each token together: the weighted sum of their
 * log-probabilities, or the log of the weighted mean of their probabilities.
 *
 * <p>With the weights 1, α and -α for a model, a small tuned one and its untuned original, the
 * first is proxy-tuning; with α = 1 and a large base it is emulated fine-tuning. The logits that
 * those papers add differ from log-probabilities by a constant in each place, which no choice sees.
 *
 * <p>The counts of a text may be mixed into what they say together; see {@link Datastore}.
 *
 * @see <a href="https://arxiv.org/abs/2401.08565">Liu et al. 2024, equation 1</a>
 * @see <a href="https://arxiv.org/abs/2310.12962">Mitchell et al. 2023, section 3</a>
 */
public final class Ensemble implements AutoCloseable {
  private record Voice(Decoder decoder, double weight) {}

  private final List<Voice> voices;
  private final boolean probabilities;
  private final List<Subject> opened;
  private final Optional<Datastore> datastore;

  private Ensemble(
      List<Voice> voices,
      boolean probabilities,
      List<Subject> opened,
      Optional<Datastore> datastore) {
    this.voices = List.copyOf(voices);
    this.probabilities = probabilities;
    this.opened = List.copyOf(opened);
    this.datastore = datastore;
  }

  /** A model by itself; closing it leaves the model open. */
  public static Ensemble of(Decoder decoder) {
    return new Ensemble(List.of(new Voice(decoder, 1)), false, List.of(), Optional.empty());
  }

  /** The same with what a text expects mixed in, if there is one; it is closed instead of this. */
  public Ensemble with(Optional<Datastore> text) {
    return new Ensemble(voices, probabilities, opened, text);
  }

  /**
   * A model and those that a recipe combines it with, which are opened here and closed with this.
   *
   * @throws InputException for a model that is missing, or whose tokens are not the first one's
   */
  public static Ensemble of(Subject subject, Optional<Combination> combination) {
    if (combination.isEmpty()) {
      return of(subject.decoder());
    }
    Combination wanted = combination.get();
    List<Voice> voices = new ArrayList<>();
    List<Subject> opened = new ArrayList<>();
    voices.add(new Voice(subject.decoder(), wanted.weight()));
    try {
      for (Combination.Member member : wanted.with()) {
        Subject other =
            Subject.open(
                subject.engine(), member.model().path(), member.adapter().map(Input::path));
        opened.add(other);
        other.requireTokensOf(subject, "models that choose together need the same tokens");
        voices.add(new Voice(other.decoder(), member.weight()));
      }
    } catch (RuntimeException e) {
      opened.forEach(Subject::close);
      throw e;
    }
    return new Ensemble(
        voices, wanted.of() == Combination.Of.PROBABILITIES, opened, Optional.empty());
  }

  /** The same with what a text expects mixed in, if there is one. */
  public static Ensemble of(
      Subject subject, Optional<Combination> combination, Optional<Datastore> text) {
    return of(subject, combination).with(text);
  }

  /** Tokens that every model reads. */
  public int limit() {
    return voices.stream().mapToInt(v -> v.decoder().config().maxPositions()).min().orElseThrow();
  }

  /** Floating-point operations of all models, as {@link Subject#flops} counts them. */
  public double flops(long read, long predicted) {
    return voices.stream()
        .mapToDouble(voice -> Subject.flops(voice.decoder().config(), read, predicted))
        .sum();
  }

  /**
   * @param padding leading places of each row that are no tokens
   * @param capacity tokens of a row at most, padding included
   */
  Session session(int[] padding, int capacity) {
    return new Session(
        voices.stream().map(voice -> voice.decoder().cache(padding, capacity)).toList(), padding);
  }

  @Override
  public void close() {
    opened.forEach(Subject::close);
  }

  /** What follows each row of a session. */
  static final class Next {
    private final long[] likeliest;
    private final float[] logProbabilities;
    private final float[] normalizers;
    private final float[] logits;

    private Next(NDList next, float[] logits) {
      this.likeliest = next.get(0).toLongArray();
      this.logProbabilities = next.get(1).toFloatArray();
      this.normalizers = next.get(2).toFloatArray();
      this.logits = logits;
    }

    /** The likeliest token, the lowest id at a tie. */
    int likeliest(int row) {
      return (int) likeliest[row];
    }

    /** Of the likeliest token, in nats. */
    double logProbability(int row) {
      return logProbabilities[row];
    }

    /** The log of the sum of exponentials of its logits. */
    double normalizer(int row) {
      return normalizers[row];
    }

    /** (vocabulary), if they were asked for. */
    float[] logits(int row) {
      int vocabulary = logits.length / likeliest.length;
      return Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary);
    }
  }

  /** Rows that grow together, with what the models remember of them. */
  final class Session implements AutoCloseable {
    private final List<Cache> caches;

    /** Of each row what the text knows of it; none without a text. */
    private List<Context> contexts = new ArrayList<>();

    /** Leading places that are no tokens, until they are read. */
    private int[] padding;

    private Session(List<Cache> caches, int[] padding) {
      this.caches = caches;
      this.padding = padding.clone();
      datastore.ifPresent(
          text -> Arrays.stream(padding).forEach(row -> contexts.add(text.context())));
    }

    /**
     * Reads tokens behind those that were read.
     *
     * @param ids (rows, tokens)
     * @param all whether logits are wanted and not only the likeliest
     */
    Next read(int[][] ids, boolean all) {
      Engine engine = voices.get(0).decoder().engine();
      Kernels kernels = engine.kernels();
      int tokens = ids[0].length;
      long[] last =
          IntStream.range(0, ids.length).mapToLong(row -> (row + 1L) * tokens - 1).toArray();
      try (NDManager scope = engine.scope()) {
        NDArray input = Decoder.ids(scope, ids);
        NDArray places = scope.create(last);
        NDArray logits = logits(scope, 0, input, places); // (rows, vocabulary)
        if (voices.size() > 1) {
          logits = together(scope, logits, input, places);
        }
        if (datastore.isPresent()) {
          logits = Datastore.mix(scope, kernels, logits, expected(datastore.get(), ids));
        }
        NDList next = kernels.call(scope, "next_tokens", logits);
        return new Next(next, all ? logits.toFloatArray() : new float[0]);
      }
    }

    private List<Datastore.Expected> expected(Datastore text, int[][] ids) {
      List<Datastore.Expected> expected = new ArrayList<>();
      for (int row = 0; row < ids.length; row++) {
        contexts.get(row).add(Arrays.copyOfRange(ids[row], padding[row], ids[row].length));
        expected.add(text.expected(contexts.get(row)));
      }
      padding = new int[ids.length];
      return expected;
    }

    private NDArray logits(NDManager scope, int voice, NDArray ids, NDArray places) {
      Decoder decoder = voices.get(voice).decoder();
      NDArray hidden = caches.get(voice).read(scope, ids); // (rows, tokens, width)
      NDArray ends = decoder.engine().kernels().one(scope, "take_rows", hidden, places);
      return decoder.logits(scope, ends);
    }

    private NDArray together(NDManager scope, NDArray first, NDArray ids, NDArray places) {
      double sum = probabilities ? voices.stream().mapToDouble(Voice::weight).sum() : 1;
      Kernels kernels = voices.get(0).decoder().engine().kernels();
      NDArray all = kernels.one(scope, "blank", first);
      for (int i = 0; i < voices.size(); i++) {
        NDArray own = i == 0 ? first : logits(scope, i, ids, places);
        kernels.run("add_voice", all, own, voices.get(i).weight() / sum, i == 0, probabilities);
      }
      return probabilities ? kernels.one(scope, "log", all) : all;
    }

    /** Goes on with some of the rows. */
    void keep(int[] rows) {
      caches.forEach(cache -> cache.keep(rows));
      if (datastore.isPresent()) {
        contexts = Arrays.stream(rows).mapToObj(contexts::get).toList();
        padding = new int[rows.length];
      }
    }

    @Override
    public void close() {
      caches.forEach(Cache::close);
    }
  }
}
