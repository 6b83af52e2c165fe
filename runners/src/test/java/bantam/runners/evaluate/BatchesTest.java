package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.runners.evaluate.Batches.Batch;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  @Test
  void takesEveryRequestOnceWithinTheBudget() {
    SplittableRandom random = new SplittableRandom(3);
    int[] lengths = IntStream.range(0, 500).map(i -> 1 + random.nextInt(200)).toArray();
    List<Batch> batches = Batches.of(lengths, 1024, 190 + 10);
    assertThat(batches.stream().flatMap(batch -> batch.members().stream()).sorted().toList())
        .isEqualTo(IntStream.range(0, 500).boxed().toList());
    for (Batch batch : batches) {
      assertThat(batch.length() * batch.members().size()).isLessThanOrEqualTo(1024);
      assertThat(batch.members()).allMatch(member -> lengths[member] <= batch.length());
    }
    assertThat(batches.get(0).length()).isGreaterThanOrEqualTo(batches.get(5).length());
  }

  @Test
  void readsALongRequestAlone() {
    List<Batch> batches = Batches.of(new int[] {3, 100, 5}, 32, 4096);
    assertThat(batches.get(0)).isEqualTo(new Batch(List.of(1), 112));
    assertThat(batches.get(1)).isEqualTo(new Batch(List.of(2, 0), 16));
  }

  @Test
  void padsNoFurtherThanTheModelReads() {
    assertThat(Batches.of(new int[] {100}, 4096, 100).get(0).length()).isEqualTo(100);
  }
}
