package bantam.data.overlap;

import static java.util.stream.Collectors.joining;

import bantam.data.suffix.SuffixArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds sequences of words of many texts in a corpus, which it reads once, in blocks of bounded
 * size whose suffixes it sorts. Sequences do not reach over the ends of documents.
 *
 * <p>A text shorter than the sequences is looked for as a whole, unless it has fewer than {@value
 * #SHORTEST} words: GPT-3's authors found too much by chance with fewer.
 *
 * @see <a href="https://arxiv.org/abs/2005.14165">Brown et al. 2020, appendix C</a>; they choose
 *     one length for a benchmark, from 8 to 13 words, we for each text
 */
public final class Overlaps {
  /** Words of the shortest sequence. */
  public static final int SHORTEST = 8;

  /** Words that are sorted at once; they take 13 bytes each. */
  private static final int BLOCK = 1 << 26;

  /** Every word that no text has; texts' own words begin behind it. */
  private static final int OTHER = 0;

  private final int ngram;
  private final int block;
  private final Map<String, Integer> vocabulary = new HashMap<>();
  private final List<String> known = new ArrayList<>();
  private final List<Query> queries = new ArrayList<>();
  private int[] words = new int[1 << 10];
  private int size;
  private final List<Stretch> stretches = new ArrayList<>();
  private long documents;

  /** Words of one document in a row, in a block. */
  private record Stretch(int begin, long document, long word) {}

  private static final class Query {
    private final int[] words;
    private final int ngram;
    private final BitSet found = new BitSet();
    private Optional<Overlap.Place> first = Optional.empty();

    Query(int[] words, int ngram) {
      this.words = words;
      this.ngram = ngram;
    }

    int sequences() {
      return ngram < SHORTEST ? 0 : words.length - ngram + 1;
    }
  }

  /**
   * @param texts that are looked for
   * @param ngram words of a sequence, at least {@link #SHORTEST}
   */
  public Overlaps(List<String> texts, int ngram) {
    this(texts, ngram, BLOCK);
  }

  Overlaps(List<String> texts, int ngram, int block) {
    if (ngram < SHORTEST || block < 2 * ngram) {
      throw new IllegalArgumentException("sequences of %d words in %d".formatted(ngram, block));
    }
    this.ngram = ngram;
    this.block = block;
    for (String text : texts) {
      int[] numbers = PlainWords.of(text).stream().mapToInt(this::number).toArray();
      queries.add(new Query(numbers, Math.min(ngram, numbers.length)));
    }
  }

  private int number(String word) {
    Integer old = vocabulary.putIfAbsent(word, known.size() + 1);
    if (old == null) {
      known.add(word);
    }
    return old == null ? known.size() : old;
  }

  /** Reads the corpus's next document. */
  public void add(String document) {
    stretches.add(new Stretch(size, documents, 0));
    long word = 0;
    for (String text : PlainWords.of(document)) {
      put(vocabulary.getOrDefault(text, OTHER));
      word++;
      if (size == block) {
        search();
        again(word);
      }
    }
    // no sequence reaches over the end
    put(OTHER);
    documents++;
    if (size == block) {
      search();
      clear();
    }
  }

  private void put(int number) {
    if (size == words.length) {
      words = Arrays.copyOf(words, Math.min(block, 2 * size));
    }
    words[size++] = number;
  }

  /** Begins a block with the end of the last, where sequences may begin that go on in this one. */
  private void again(long word) {
    int kept = (int) Math.min(ngram - 1, word);
    int[] end = Arrays.copyOfRange(words, size - kept, size);
    clear();
    stretches.add(new Stretch(0, documents, word - kept));
    System.arraycopy(end, 0, words, 0, kept);
    size = kept;
  }

  private void clear() {
    size = 0;
    stretches.clear();
  }

  /**
   * Ends the corpus.
   *
   * @return for each text, in their order, what was found
   */
  public List<Overlap> found() {
    search();
    clear();
    return queries.stream()
        .map(
            query ->
                new Overlap(query.ngram, query.sequences(), query.found.cardinality(), query.first))
        .toList();
  }

  private void search() {
    SuffixArray array = SuffixArray.of(Arrays.copyOf(words, size), known.size() + 1);
    queries.forEach(query -> search(query, array));
  }

  private void search(Query query, SuffixArray array) {
    int earliest = Integer.MAX_VALUE;
    for (int i = 0; i < query.sequences(); i++) {
      SuffixArray.Range range = array.find(query.words, i, i + query.ngram);
      if (range.count() > 0) {
        query.found.set(i);
        earliest = Math.min(earliest, array.earliest(range));
      }
    }
    if (query.first.isEmpty() && earliest < Integer.MAX_VALUE) {
      query.first = Optional.of(place(query, earliest));
    }
  }

  private Overlap.Place place(Query query, int at) {
    int low = 0;
    int high = stretches.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (stretches.get(middle).begin() <= at) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Stretch stretch = stretches.get(low);
    return new Overlap.Place(
        stretch.document(), stretch.word() + at - stretch.begin(), text(at, query.ngram));
  }

  private String text(int at, int length) {
    return IntStream.range(at, at + length)
        .mapToObj(i -> known.get(words[i] - 1))
        .collect(joining(" "));
  }
}
