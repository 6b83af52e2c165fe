package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.data.Document;
import bantam.data.pack.Rows;
import bantam.data.pack.Sequence;
import bantam.data.pack.Tokenized;
import bantam.data.tokenize.BpeTrainer;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Common;
import bantam.recipes.Packing;
import bantam.runners.engine.Engine;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents in one sequence are trained on as if each stood alone. */
class PackingTest {
  private static final int CONTEXT = 40;

  @TempDir Path directory;
  private Engine engine;
  private Decoder decoder;
  private Tokenized text;

  @BeforeEach
  void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
    BpeTrainer.train(
        Stream.of("x"), new BpeTrainer.Options(257, 2, List.of("<|endoftext|>")), directory);
    Random random = new Random(2);
    List<String> documents =
        IntStream.range(0, 30)
            .mapToObj(i -> "abcdefg ".repeat(9).substring(random.nextInt(68)))
            .toList();
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      text = Tokenized.of(() -> documents.stream().map(Document::new), tokenizer);
    }
    decoder =
        Decoder.random(
            new Llama(16, 2, 4, 2, 24, 0, true, 10000, 256, 1e-5)
                .config(new Tokens(257, OptionalInt.empty(), List.of())),
            engine,
            7);
    // the usual initialisation is so small that a wrong mask would hardly show
    try (NDManager scope = engine.scope()) {
      for (NDArray weight : decoder.weights().values()) {
        float[] noise = new float[(int) weight.size()];
        for (int i = 0; i < noise.length; i++) {
          noise[i] = weight.toFloatArray()[i] + (float) (0.3 * random.nextGaussian());
        }
        engine.kernels().run("assign", weight, scope.create(noise, weight.getShape()));
      }
    }
  }

  @AfterEach
  void stop() {
    decoder.close();
    engine.close();
  }

  /** Each document of a sequence in a sequence of its own. */
  private static List<Sequence> alone(Sequence packed) {
    List<Sequence> parts = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= packed.length(); to++) {
      if (to == packed.length() || packed.documents()[to] != packed.documents()[from]) {
        parts.add(
            new Sequence(
                Arrays.copyOfRange(packed.ids(), from, to),
                Arrays.copyOfRange(packed.targets(), from, to),
                new int[0]));
        from = to;
      }
    }
    return parts;
  }

  /** Nats of each target, row by row without padding. */
  private List<Double> nats(List<Sequence> sequences, boolean confined) {
    MicroBatch batch = MicroBatch.of(sequences, confined);
    List<Double> nats = new ArrayList<>();
    try (NDManager scope = engine.scope()) {
      NDArray hidden = decoder.hidden(scope, batch.ids(scope), batch.attend(scope)); // (b, t, d)
      NDArray rows = hidden.reshape(-1, 16);
      float[] log = decoder.logits(scope, rows).logSoftmax(-1).toFloatArray(); // (b * t, v)
      for (int row = 0; row < sequences.size(); row++) {
        for (int t = 0; t < sequences.get(row).length(); t++) {
          int place = row * batch.context() + t;
          nats.add((double) -log[place * 257 + sequences.get(row).targets()[t]]);
        }
      }
    }
    return nats;
  }

  private static List<Sequence> all(Rows rows) {
    return IntStream.range(0, rows.count()).mapToObj(rows::sequence).toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAM_DOCUMENTS", "BFD"})
  void everyTokensLossIsThatOfItsDocumentAlone(Packing packing) {
    Rows rows = Rows.of(text, CONTEXT, packing);
    List<Double> packed = nats(all(rows), true);
    List<Double> single = new ArrayList<>();
    for (Sequence row : all(rows)) {
      alone(row).forEach(part -> single.addAll(nats(List.of(part), false)));
    }
    assertThat(packed).hasSameSizeAs(single).hasSizeGreaterThan(500);
    for (int i = 0; i < packed.size(); i++) {
      assertThat(packed.get(i)).as("token %d", i).isCloseTo(single.get(i), within(1e-5));
    }
    // and not because documents do not matter: seeing those before changes the losses
    List<Double> leaky = nats(all(rows), false);
    double apart =
        IntStream.range(0, leaky.size())
            .mapToDouble(i -> Math.abs(leaky.get(i) - single.get(i)))
            .max()
            .orElseThrow();
    assertThat(apart).isGreaterThan(0.1);
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAM_DOCUMENTS", "BFD"})
  void theGradientIsThatOfTheDocumentsAlone(Packing packing) {
    Rows rows = Rows.of(text, CONTEXT, packing);
    List<MicroBatch> single = new ArrayList<>();
    for (Sequence row : all(rows)) {
      alone(row).forEach(part -> single.add(MicroBatch.of(List.of(part), false)));
    }
    AdamW adamW = new AdamW(new AdamW.Options(List.of(0.9, 0.95), 1e-8, 0.1, List.of("norm")));
    try (Gauges gauges = new Gauges(engine, 1, 0);
        Stepper stepper =
            new Stepper(
                engine,
                Trainee.all(decoder),
                new CrossEntropy(),
                adamW,
                gauges,
                Stepper.Manner.plain(0));
        NDManager scope = engine.scope()) {
      SortedMap<String, NDArray> wanted = Traces.gradients(stepper, scope, single);
      wanted.replaceAll((name, gradient) -> gradient.duplicate());
      double loss = gauges.takeTerms()[0];
      SortedMap<String, NDArray> packed =
          Traces.gradients(stepper, scope, WindowBatches.cut(all(rows), true, 4));
      assertThat(gauges.takeTerms()[0]).isCloseTo(loss, within(1e-5));
      packed.forEach(
          (name, gradient) -> {
            double largest = wanted.get(name).abs().max().getFloat();
            double difference = gradient.sub(wanted.get(name)).abs().max().getFloat();
            assertThat(difference).as(name).isLessThan(1e-4 * largest + 1e-7);
          });
    }
  }

  @Test
  void theHeldOutLossOfWholeDocumentsIsTheSameHoweverTheyArePacked() {
    Rows wide = Rows.of(text, 80, Packing.BFD); // longer than any document
    Rows wider = Rows.of(text, 200, Packing.BFD);
    double one = Validation.of(wide, wide.count(), 3).measure(decoder);
    double other = Validation.of(wider, wider.count(), 2).measure(decoder);
    assertThat(wide.count()).isNotEqualTo(wider.count());
    assertThat(one).isCloseTo(other, within(1e-5));
  }

  @Test
  void aBatchIsAsWideAsItsLongestSequenceAndPaddingCountsNowhere() {
    Sequence longer = new Sequence(new int[] {5, 6, 7}, new int[] {6, 7, 8}, new int[] {0, 0, 1});
    Sequence shorter = new Sequence(new int[] {9}, new int[] {1}, new int[] {0});
    MicroBatch batch = MicroBatch.of(List.of(longer, shorter), true);
    assertThat(batch.context()).isEqualTo(3);
    assertThat(batch.tokens()).isEqualTo(4);
    assertThat(batch.predicted()).isEqualTo(4);
    assertThat(batch.counted()).containsExactly(0, 1, 2, 3);
    try (NDManager scope = engine.scope()) {
      Attend.Segments segments = (Attend.Segments) batch.attend(scope);
      assertThat(segments.numbers().toLongArray()).containsExactly(0, 0, 1, 0, -1, -1);
    }
  }
}
