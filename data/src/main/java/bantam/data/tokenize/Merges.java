package bantam.data.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte-pair encoding's training loop: again and again the most frequent pair of neighbours becomes
 * one symbol. Pair counts are kept up to date word by word, so that a merge costs only the words
 * that it changes.
 *
 * <p>Ties go to the pair with the smaller left, then right, symbol, as in Hugging Face's trainer,
 * so that the result does not depend on the order of the words.
 *
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich et al. 2016, algorithm 1</a>
 */
final class Merges {
  /** A merge of two symbols into the next new one. */
  record Merge(int left, int right) {}

  private record Candidate(long count, long pair) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return count == other.count
          ? Long.compare(pair, other.pair)
          : Long.compare(other.count, count);
    }
  }

  private final List<int[]> words = new ArrayList<>();
  private final List<Long> frequencies = new ArrayList<>();
  private final Map<Long, long[]> counts = new HashMap<>();
  private final Map<Long, WordList> homes = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

  /**
   * Takes a word.
   *
   * @param word its symbols, which are then ours
   * @param frequency how often it occurs
   */
  void add(int[] word, long frequency) {
    if (word.length > 1) {
      words.add(word);
      frequencies.add(frequency);
      count(words.size() - 1, word, frequency);
    }
  }

  /**
   * Learns merges, once.
   *
   * @param firstNew the number of the first new symbol
   * @param most merges at most
   * @param minFrequency how often a pair must occur to be merged
   */
  List<Merge> learn(int firstNew, int most, long minFrequency) {
    counts.forEach((pair, count) -> queue.add(new Candidate(count[0], pair)));
    List<Merge> merges = new ArrayList<>();
    while (merges.size() < most && !queue.isEmpty()) {
      Candidate best = queue.remove();
      long count = counts.get(best.pair())[0];
      if (count != best.count()) {
        // Counts change while candidates wait; this one goes back to where it belongs now.
        if (count > 0) {
          queue.add(new Candidate(count, best.pair()));
        }
        continue;
      }
      if (count < minFrequency) {
        break;
      }
      Merge merge = new Merge((int) (best.pair() >>> 32), (int) best.pair());
      apply(merge, best.pair(), firstNew + merges.size());
      merges.add(merge);
    }
    return merges;
  }

  private void apply(Merge merge, long pair, int symbol) {
    Map<Long, Boolean> risen = new HashMap<>();
    for (int home : homes.remove(pair).distinct()) {
      int[] before = words.get(home);
      int[] after = merged(before, merge, symbol);
      if (after.length == before.length) {
        continue;
      }
      long frequency = frequencies.get(home);
      count(home, before, -frequency);
      count(home, after, frequency);
      words.set(home, after);
      for (int i = 0; i + 1 < after.length; i++) {
        if (after[i] == symbol || after[i + 1] == symbol) {
          risen.put(pair(after[i], after[i + 1]), true);
        }
      }
    }
    risen.keySet().forEach(key -> queue.add(new Candidate(counts.get(key)[0], key)));
  }

  private void count(int home, int[] word, long frequency) {
    for (int i = 0; i + 1 < word.length; i++) {
      long pair = pair(word[i], word[i + 1]);
      counts.computeIfAbsent(pair, absent -> new long[1])[0] += frequency;
      if (frequency > 0) {
        homes.computeIfAbsent(pair, absent -> new WordList()).add(home);
      }
    }
  }

  private static int[] merged(int[] word, Merge merge, int symbol) {
    int[] merged = new int[word.length];
    int size = 0;
    for (int i = 0; i < word.length; i++) {
      boolean both = i + 1 < word.length && word[i] == merge.left() && word[i + 1] == merge.right();
      merged[size++] = both ? symbol : word[i];
      if (both) {
        i++;
      }
    }
    return Arrays.copyOf(merged, size);
  }

  private static long pair(int left, int right) {
    return ((long) left << 32) | right;
  }

  /** Words that a pair occurs in, or once did. */
  private static final class WordList {
    private int[] words = new int[2];
    private int size;

    void add(int word) {
      if (size > 0 && words[size - 1] == word) {
        return;
      }
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
      }
      words[size++] = word;
    }

    int[] distinct() {
      return Arrays.stream(words, 0, size).sorted().distinct().toArray();
    }
  }
}
