package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.data.pack.Sequence;
import bantam.runners.model.Attend;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sequences that go through the model at once, and what is to be predicted in them. */
public final class MicroBatch {
  /** Marks a place whose prediction does not count, as PyTorch's cross-entropy marks it. */
  public static final long IGNORED = Sequence.IGNORED;

  private final int rows;
  private final int context;
  private final long[] ids;
  private final long[] targets;
  private final Optional<long[]> documents;
  private final int tokens;

  /**
   * @param rows sequences
   * @param context tokens per sequence
   * @param ids (rows, context), row-major
   * @param targets (rows, context): the token to predict after each; {@link #IGNORED} where none is
   */
  public MicroBatch(int rows, int context, long[] ids, long[] targets) {
    this(rows, context, ids, targets, Optional.empty(), ids.length);
  }

  private MicroBatch(
      int rows, int context, long[] ids, long[] targets, Optional<long[]> documents, int tokens) {
    if (ids.length != rows * context || targets.length != ids.length) {
      throw new IllegalArgumentException(
          "%d ids and %d targets for %d x %d".formatted(ids.length, targets.length, rows, context));
    }
    this.rows = rows;
    this.context = context;
    this.ids = ids;
    this.targets = targets;
    this.documents = documents;
    this.tokens = tokens;
  }

  /**
   * Sequences side by side, as wide as the longest; shorter ones are padded at their end.
   *
   * @param confined whether a token sees only its own document
   */
  public static MicroBatch of(List<Sequence> sequences, boolean confined) {
    int width = sequences.stream().mapToInt(Sequence::length).max().orElseThrow();
    int size = sequences.size() * width;
    long[] ids = new long[size];
    long[] targets = new long[size];
    long[] documents = new long[confined ? size : 0];
    Arrays.fill(targets, IGNORED);
    Arrays.fill(documents, -1); // padding is a document of its own
    int tokens = 0;
    for (int row = 0; row < sequences.size(); row++) {
      Sequence sequence = sequences.get(row);
      for (int t = 0; t < sequence.length(); t++) {
        ids[row * width + t] = sequence.ids()[t];
        targets[row * width + t] = sequence.targets()[t];
        if (confined) {
          documents[row * width + t] = sequence.documents()[t];
        }
      }
      tokens += sequence.length();
    }
    Optional<long[]> numbers = confined ? Optional.of(documents) : Optional.empty();
    return new MicroBatch(sequences.size(), width, ids, targets, numbers, tokens);
  }

  /**
   * @param windows (rows, context + 1), row-major: each target is the token one further
   */
  public static MicroBatch of(int rows, int context, long[] windows) {
    long[] ids = new long[rows * context];
    long[] targets = new long[rows * context];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(windows, row * (context + 1), ids, row * context, context);
      System.arraycopy(windows, row * (context + 1) + 1, targets, row * context, context);
    }
    return new MicroBatch(rows, context, ids, targets);
  }

  public int rows() {
    return rows;
  }

  public int context() {
    return context;
  }

  /** Lets the first predictions of a row not count. */
  void ignore(int row, int count) {
    Arrays.fill(targets, row * context, row * context + count, IGNORED);
  }

  /** Tokens of the sequences, without padding. */
  public int tokens() {
    return tokens;
  }

  /** Tokens that go through the model, padding included. */
  int places() {
    return ids.length;
  }

  /** Which tokens a token sees. */
  public Attend attend(NDManager into) {
    return documents
        .map(numbers -> Attend.documents(into.create(numbers, new Shape(rows, context))))
        .orElseGet(Attend::causal);
  }

  /** Predictions that count. */
  public long predicted() {
    return Arrays.stream(targets).filter(target -> target != IGNORED).count();
  }

  /** The tokens, (rows, context), int64. */
  public NDArray ids(NDManager into) {
    return into.create(ids, new Shape(rows, context));
  }

  /** The tokens of the first rows, (count, context), int64. */
  public NDArray ids(NDManager into, int count) {
    int first = Math.min(count, rows);
    return into.create(Arrays.copyOf(ids, first * context), new Shape(first, context));
  }

  /** Places whose predictions count, as indices into {@code rows * context}. */
  long[] counted() {
    return IntStream.range(0, targets.length)
        .filter(i -> targets[i] != IGNORED)
        .asLongStream()
        .toArray();
  }

  /** The targets that count. */
  long[] countedTargets() {
    return Arrays.stream(targets).filter(target -> target != IGNORED).toArray();
  }
}
