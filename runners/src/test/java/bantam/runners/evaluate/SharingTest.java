package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Common;
import bantam.recipes.Sharing;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.TinyFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shared changes the time and not the scores. */
class SharingTest {
  private static final Set<Sharing> ALL = EnumSet.allOf(Sharing.class);

  private static Engine engine;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    // one thread: the models are too small for two
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  static Stream<String> families() {
    return TinyFamily.names();
  }

  @ParameterizedTest
  @MethodSource("families")
  void keepsTheScoresOfEveryFamily(String family) {
    List<Pair> requests = requests();
    try (Decoder decoder =
        Decoder.random(TinyFamily.config(family, directory.resolve("shape")), engine, 41)) {
      List<Likelihood> plain = score(decoder, requests, Set.of(), 1).likelihoods();
      for (Sharing one : Sharing.values()) {
        check(score(decoder, requests, Set.of(one), 400).likelihoods(), plain);
      }
      check(score(decoder, requests, ALL, 400).likelihoods(), plain);
      check(score(decoder, requests, ALL, 1).likelihoods(), plain);
    }
  }

  @Test
  void readsCommonTokensOnce() {
    List<Pair> requests = requests();
    try (Decoder decoder =
        Decoder.random(TinyFamily.config("llama", directory.resolve("shape")), engine, 41)) {
      long each = requests.stream().mapToLong(Pair::length).sum();
      assertThat(score(decoder, requests, Set.of(), 400).read()).isEqualTo(each);
      long once = score(decoder, requests, Set.of(Sharing.DUPLICATES), 400).read();
      assertThat(once)
          .isEqualTo(requests.stream().distinct().mapToLong(Pair::length).sum())
          .isLessThan(each);
      long choices = score(decoder, requests, Set.of(Sharing.CHOICES), 400).read();
      // 40 + 10 + 4 x 3 tokens instead of 4 x 53, or a little more
      assertThat(choices).isBetween(each / 4, each * 10 / 25);
      assertThat(score(decoder, requests, ALL, 400).read()).isLessThan(each / 8);
    }
  }

  /** Of two requests with the same context one has a continuation that the other begins with. */
  @Test
  void sharesWithAContinuationThatGoesOn() {
    try (Decoder decoder =
        Decoder.random(TinyFamily.config("llama", directory.resolve("shape")), engine, 41)) {
      int[] context = {5, 6, 7};
      List<Pair> requests =
          List.of(
              Pair.of(context, new int[] {8}),
              Pair.of(context, new int[] {8, 9}),
              Pair.of(context, new int[] {8, 9, 10}),
              Pair.of(new int[] {5, 6}, new int[] {7, 8}));
      List<Likelihood> plain = score(decoder, requests, Set.of(), 1).likelihoods();
      check(score(decoder, requests, ALL, 400).likelihoods(), plain);
    }
  }

  /** A pass that memory does not suffice for is made in parts. */
  @Test
  void scoresPartsOfAPassAsTheWhole() {
    List<Pair> pairs = requests();
    try (Decoder decoder =
            Decoder.random(TinyFamily.config("llama", directory.resolve("shape")), engine, 41);
        ModelScorer scorer =
            new ModelScorer(decoder, 1 << 20, ALL, Progress.silent(), new StopSignal())) {
      int[] units = IntStream.range(0, pairs.size()).map(i -> i / 4).toArray();
      Requests requests = Requests.of(pairs, units, ALL);
      Likelihood[] results = new Likelihood[requests.pairs().size()];
      for (Load load : scorer.loads(requests)) {
        assertThat(load.rows()).hasSizeGreaterThan(2);
        load.parts().forEach(part -> scorer.score(part, results));
      }
      check(requests.all(results), score(decoder, pairs, Set.of(), 1).likelihoods());
    }
  }

  private static void check(List<Likelihood> found, List<Likelihood> plain) {
    assertThat(found).hasSameSizeAs(plain);
    for (int i = 0; i < plain.size(); i++) {
      assertThat(found.get(i).nats()).isCloseTo(plain.get(i).nats(), within(1e-4));
      assertThat(found.get(i).greedy()).isEqualTo(plain.get(i).greedy());
      assertThat(found.get(i).tokens()).isEqualTo(plain.get(i).tokens());
    }
  }

  private record Scored(List<Likelihood> likelihoods, long read) {}

  private static Scored score(Decoder decoder, List<Pair> pairs, Set<Sharing> sharing, int budget) {
    int[] units = IntStream.range(0, pairs.size()).map(i -> i / 4).toArray();
    try (ModelScorer scorer =
        new ModelScorer(decoder, budget, sharing, Progress.silent(), new StopSignal())) {
      Requests requests = Requests.of(pairs, units, sharing);
      Likelihood[] results = new Likelihood[requests.pairs().size()];
      scorer.loads(requests).forEach(load -> scorer.score(load, results));
      return new Scored(requests.all(results), scorer.takeWork().read());
    }
  }

  /** Items of four choices behind 40 tokens that all have, the last four items another's again. */
  private static List<Pair> requests() {
    Random random = new Random(5);
    int[] begin = ids(random, 40);
    List<Pair> requests = new ArrayList<>();
    for (int item = 0; item < 20; item++) {
      int[] context = joined(begin, ids(random, 8 + random.nextInt(4)));
      for (int choice = 0; choice < 4; choice++) {
        requests.add(Pair.of(context, ids(random, 1 + random.nextInt(6))));
      }
    }
    requests.addAll(requests.subList(0, 16));
    Collections.rotate(requests, 32);
    return requests;
  }

  private static int[] ids(Random random, int count) {
    return random.ints(count, 3, 32).toArray();
  }

  private static int[] joined(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }
}
