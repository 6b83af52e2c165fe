package bantam.runners.train;

import bantam.data.pack.Mixture;
import bantam.data.pack.Mixture.Pick;
import bantam.data.pack.Rows;
import bantam.data.pack.Sequence;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Steps over several texts, each sequence drawn from one of them. */
final class MixBatches implements BatchSource {
  private final List<Rows> texts;
  private final Mixture mixture;
  private final int rows;

  /** What the sequences read so far hold; follows from how many they are, and is kept for speed. */
  private final long[] counted;

  private final long[] tokens;

  /**
   * @param texts in the order of the mixture's sources
   * @param rows sequences per micro-batch
   */
  MixBatches(List<Rows> texts, Mixture mixture, int rows) {
    this.texts = List.copyOf(texts);
    this.mixture = mixture;
    this.rows = rows;
    this.counted = new long[texts.size()];
    this.tokens = new long[texts.size()];
  }

  @Override
  public List<MicroBatch> step(long step) {
    List<Sequence> sequences = mixture.step(step).stream().map(this::sequence).toList();
    return WindowBatches.cut(sequences, texts.get(0).confined(), rows);
  }

  private Sequence sequence(Pick pick) {
    return texts.get(pick.source()).sequence(pick.sequence());
  }

  @Override
  public SortedMap<String, Long> taken(long steps) {
    SortedMap<String, Long> taken = new TreeMap<>();
    long[] drawn = mixture.drawn(steps);
    for (int source = 0; source < drawn.length; source++) {
      taken.put(mixture.sources().get(source).name(), tokens(source, drawn[source]));
    }
    return taken;
  }

  /** Tokens of the first sequences that are drawn from a source. */
  private long tokens(int source, long drawn) {
    Rows text = texts.get(source);
    if (text.full()) {
      return drawn * text.context();
    }
    if (drawn < counted[source]) {
      counted[source] = 0;
      tokens[source] = 0;
    }
    for (; counted[source] < drawn; counted[source]++) {
      tokens[source] += text.tokens(mixture.sequence(source, counted[source]));
    }
    return tokens[source];
  }
}
