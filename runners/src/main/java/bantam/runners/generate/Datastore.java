package bantam.runners.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.data.Corpora;
import bantam.data.pack.TokenCache;
import bantam.data.suffix.Context;
import bantam.data.suffix.InfiniGram;
import bantam.data.suffix.InfiniGram.Next;
import bantam.data.suffix.SuffixCache;
import bantam.recipes.Canonical;
import bantam.recipes.InputException;
import bantam.recipes.Interpolation;
import bantam.results.files.Contents;
import bantam.runners.engine.Kernels;
import bantam.runners.evaluate.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A text whose counts of tokens are mixed into a model's probabilities: λ P∞ + (1 - λ) p, with
 * another λ where the text always goes on with the same token.
 *
 * @see <a href="https://arxiv.org/abs/2401.17377">Liu et al. 2024, section 5</a>
 */
public final class Datastore {
  private final InfiniGram counts;
  private final double weight;
  private final double sparseWeight;

  /**
   * @param weight λ, from 0 to below 1
   * @param sparseWeight λ where the text goes on with one token only
   */
  public Datastore(InfiniGram counts, double weight, double sparseWeight) {
    this.counts = counts;
    this.weight = weight;
    this.sparseWeight = sparseWeight;
  }

  /**
   * Counts what a recipe names, in the tokens of a model.
   *
   * @param runs the directory of runs, below which tokens and their order are kept
   * @param say told, in a line, what took long
   * @throws InputException if the text is broken or empty, or memory does not suffice for it
   */
  public static Datastore open(
      Interpolation wanted, Subject subject, Path runs, Consumer<String> say) {
    Contents contents = new Contents(runs);
    String identity = Canonical.json(wanted.corpus(), input -> contents.sha256(input.path()));
    TokenCache tokens = new TokenCache(runs.resolve(".bantam").resolve("tokens"), say);
    try {
      InfiniGram counts =
          new SuffixCache(tokens)
              .of(
                  Corpora.ALL.make(wanted.corpus()),
                  identity,
                  subject.tokenizer(),
                  subject.decoder().config().vocabulary());
      return new Datastore(counts, wanted.weight(), wanted.sparseWeight());
    } catch (InputException e) {
      throw new InputException("infini_gram: " + e.getMessage(), e);
    }
  }

  /** A context, empty as yet. */
  public Context context() {
    return counts.context();
  }

  /** λ behind a context. */
  public double share(Context context) {
    return weight == sparseWeight || !context.sparse() ? weight : sparseWeight;
  }

  /**
   * The log-probability of a token in the mixture.
   *
   * @param nats by the model
   * @param share λ; with 0 it is the model's to the bit
   * @param probability by the counts
   */
  public static double mixed(double nats, double share, double probability) {
    double model = nats + Math.log1p(-share);
    double text = Math.log(share * probability); // -inf for what the text never goes on with
    double larger = Math.max(model, text);
    return larger == Double.NEGATIVE_INFINITY
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(model, text) - larger));
  }

  /** What a text expects behind a context: for some tokens the log of λ / (1 - λ) P∞. */
  public static final class Expected {
    private static final Expected NOTHING = new Expected(0);

    private final int[] tokens;
    private final float[] logs;

    private Expected(int size) {
      this.tokens = new int[size];
      this.logs = new float[size];
    }

    private static Expected of(Next next, double odds) {
      Expected expected = new Expected(next.size());
      for (int i = 0; i < next.size(); i++) {
        expected.tokens[i] = next.token(i);
        expected.logs[i] = (float) (odds + Math.log(next.times(i)));
      }
      return expected;
    }

    int size() {
      return tokens.length;
    }

    int token(int i) {
      return tokens[i];
    }

    float log(int i) {
      return logs[i];
    }
  }

  /** What the text expects behind a context; nothing where its share is 0. */
  public Expected expected(Context context) {
    double share = share(context);
    return share == 0
        ? Expected.NOTHING
        : Expected.of(
            context.next(), Math.log(share) - Math.log1p(-share) - Math.log(context.times()));
  }

  /**
   * The logits of the mixture, up to a constant in each row.
   *
   * @param logits (n, vocabulary) in float32
   * @param expected of each row
   * @return (n, vocabulary), the given ones where no text expects anything
   */
  public static NDArray mix(
      NDManager into, Kernels kernels, NDArray logits, List<Expected> expected) {
    int size = expected.stream().mapToInt(Expected::size).sum();
    if (size == 0) {
      return logits;
    }
    long vocabulary = logits.getShape().get(1);
    long[] rows = new long[size];
    long[] places = new long[size];
    float[] logs = new float[size];
    int at = 0;
    for (int row = 0; row < expected.size(); row++) {
      Expected own = expected.get(row);
      for (int i = 0; i < own.size(); i++, at++) {
        rows[at] = row;
        places[at] = row * vocabulary + own.token(i);
        logs[at] = own.log(i);
      }
    }
    return kernels.one(
        into, "mix_counts", logits, into.create(rows), into.create(places), into.create(logs));
  }
}
