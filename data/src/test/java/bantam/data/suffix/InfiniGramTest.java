package bantam.data.suffix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.data.suffix.InfiniGram.Next;
import bantam.recipes.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InfiniGramTest {
  /** By hand: behind "1 2" stand 3, 3 and 4; nothing goes on behind "9 1 2" but by its end. */
  @Test
  void backsOffToTheLongestEndThatGoesOn() {
    InfiniGram model =
        InfiniGram.of(
            List.of(new int[] {1, 2, 3}, new int[] {1, 2, 3, 1, 2}, new int[] {0, 1, 2, 4}), 10);
    Context context = read(model, 9, 1, 2);
    assertThat(context.length()).isEqualTo(2);
    assertThat(context.times()).isEqualTo(3);
    assertThat(context.follows(3)).isEqualTo(2);
    assertThat(context.probability(4)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(context.follows(1)).isZero();
    assertThat(context.sparse()).isFalse();
    assertThat(counted(context.next())).isEqualTo(Map.of(3, 2, 4, 1));
    // "0 1 2" goes on with 4 only
    Context sparse = read(model, 0, 1, 2);
    assertThat(sparse.length()).isEqualTo(3);
    assertThat(sparse.probability(4)).isEqualTo(1);
    assertThat(sparse.sparse()).isTrue();
    // an unknown token leaves nothing: how often each token stands in the corpus
    Context unknown = read(model, 9);
    assertThat(unknown.length()).isZero();
    assertThat(unknown.follows(2)).isEqualTo(4);
    assertThat(unknown.times()).isEqualTo(12);
  }

  private static Context read(InfiniGram model, int... ids) {
    Context context = model.context();
    Arrays.stream(ids).forEach(context::add);
    return context;
  }

  private static Map<Integer, Integer> counted(Next next) {
    Map<Integer, Integer> counted = new TreeMap<>();
    for (int i = 0; i < next.size(); i++) {
      assertThat(i == 0 || next.token(i) > next.token(i - 1)).isTrue();
      counted.put(next.token(i), next.times(i));
    }
    return counted;
  }

  @Test
  void countsAsLookingEverywhereDoesAndSumsToOne() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      int vocabulary = 1 + random.nextInt(4);
      List<int[]> documents = new ArrayList<>(List.of(new int[] {0}));
      for (int k = random.nextInt(5); k > 0; k--) {
        documents.add(random.ints(random.nextInt(30), 0, vocabulary).toArray());
      }
      InfiniGram model = InfiniGram.of(documents, vocabulary);
      int[] ids = random.ints(20, 0, vocabulary).toArray();
      if (documents.size() > 1) {
        // a long stretch of the corpus, then something else
        int[] known = documents.get(documents.size() - 1);
        System.arraycopy(known, 0, ids, 0, Math.min(15, known.length));
      }
      Context context = model.context();
      for (int to = 0; to <= ids.length; to++) {
        check(context, documents, Arrays.copyOf(ids, to));
        Context whole = model.context();
        whole.add(Arrays.copyOf(ids, to / 2));
        whole.add(Arrays.copyOfRange(ids, to / 2, to));
        check(whole, documents, Arrays.copyOf(ids, to));
        if (to < ids.length) {
          context.add(ids[to]);
        }
      }
    }
  }

  /** What stands behind the longest end that is followed, found by looking at every place. */
  private static void check(Context context, List<int[]> documents, int[] ids) {
    for (int length = ids.length; ; length--) {
      int[] end = Arrays.copyOfRange(ids, ids.length - length, ids.length);
      TreeMap<Integer, Integer> wanted = new TreeMap<>();
      for (int[] text : documents) {
        IntStream.range(0, text.length - end.length)
            .filter(at -> Arrays.equals(text, at, at + end.length, end, 0, end.length))
            .forEach(at -> wanted.merge(text[at + end.length], 1, Integer::sum));
      }
      if (!wanted.isEmpty()) {
        assertThat(context.length()).isEqualTo(length);
        assertThat(context.times()).isEqualTo(wanted.values().stream().mapToInt(one -> one).sum());
        assertThat(context.sparse()).isEqualTo(wanted.size() == 1);
        assertThat(counted(context.next())).isEqualTo(wanted);
        double sum = 0;
        for (int token = 0; token < 5; token++) {
          assertThat(context.follows(token)).isEqualTo(wanted.getOrDefault(token, 0));
          sum += context.probability(token);
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        return;
      }
    }
  }

  @Test
  void needsATokenToCount() {
    assertThatThrownBy(() -> InfiniGram.of(List.of(new int[0]), 4))
        .isInstanceOf(InputException.class)
        .hasMessage("a corpus without tokens has no counts");
  }
}
