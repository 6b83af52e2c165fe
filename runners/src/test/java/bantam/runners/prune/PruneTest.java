package bantam.runners.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.data.tensors.Safetensors;
import bantam.recipes.Choice;
import bantam.recipes.Common;
import bantam.recipes.Failure;
import bantam.recipes.Input;
import bantam.recipes.Prune;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Outcome;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Shared;
import bantam.runners.evaluate.Subject;
import bantam.runners.evaluate.Tiny;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every member of the catalogue promises. */
class PruneTest {
  private static final int LAYERS = 4;
  private static final int WIDTH = 24;

  @TempDir static Path shared;
  @TempDir Path runs;

  private static Path model;
  private static Choice corpus;

  @BeforeAll
  static void write() {
    model = Tiny.model(shared.resolve("tiny"), Dtype.F32, WIDTH, WIDTH, WIDTH, WIDTH);
    corpus = Tiny.corpus(shared);
  }

  static Stream<Choice> criteria() {
    return Stream.concat(
        Stream.of(new Choice("ffn-taylor", new FfnTaylor.Options(true))),
        PruneCriteria.ALL.entries().stream()
            .map(entry -> new Choice(entry.name(), options(entry.options()))));
  }

  private static Record options(Class<? extends Record> type) {
    try {
      return type == FfnTaylor.Options.class
          ? new FfnTaylor.Options(false)
          : type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void leavesWhatTheModelComputesWithoutTheRest(Choice criterion) {
    Outcome outcome = prune("half", recipe(criterion, model, 0.5, 4, 17));
    Path pruned = outcome.outputs().get("model");
    boolean layers = PruneCriteria.ALL.make(criterion).structure() == Structure.LAYER;
    try (Engine engine = Shared.engine();
        Subject before = Subject.open(engine, model);
        Subject after = Subject.open(engine, pruned)) {
      ModelConfig config = after.decoder().config();
      assertThat(config.ffn()).isEqualTo(layers ? List.of(WIDTH, WIDTH) : List.of(12, 12, 12, 12));
      float[] expected = logits(without(before, manifest(pruned), layers));
      float[] found = logits(after.decoder());
      for (int i = 0; i < found.length; i++) {
        // sums of fewer terms round otherwise; whole layers add exact zeros
        assertThat(Math.abs(found[i] - expected[i])).isLessThanOrEqualTo(layers ? 0 : 1e-6f);
      }
      assertThat(outcome.parameters()).isEqualTo(Parameters.count(config));
      assertThat(outcome.nonZero()).isLessThanOrEqualTo(outcome.parameters());
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void keepsEveryByteOfWhatStays(Choice criterion) {
    Path bf16 = Tiny.model(runs.resolve("bf16"), Dtype.BF16, WIDTH, WIDTH, WIDTH, WIDTH);
    Path pruned = prune("third", recipe(criterion, bf16, 0.3, 1, 17)).outputs().get("model");
    List<List<Integer>> kept = manifest(pruned);
    boolean layers = PruneCriteria.ALL.make(criterion).structure() == Structure.LAYER;
    try (Safetensors before = Safetensors.open(bf16.resolve("model.safetensors"));
        Safetensors after = Safetensors.open(pruned.resolve("model.safetensors"))) {
      for (Safetensors.Entry entry : after.entries().values()) {
        String name = entry.name();
        if (layers && name.startsWith("model.layers.")) {
          int place = Integer.parseInt(name.split("\\.", -1)[2]);
          name = name.replace("layers." + place + ".", "layers." + kept.get(0).get(place) + ".");
        }
        assertThat(entry.type()).isEqualTo(before.entry(name).type());
        if (layers || !name.contains(".mlp.")) {
          assertThat(after.bytes(entry.name())).isEqualTo(before.bytes(name));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void givesTheSameTwice(Choice criterion) throws IOException {
    Path first = prune("a", recipe(criterion, model, 0.25, 1, 17)).outputs().get("model");
    byte[] table = Files.readAllBytes(runs.resolve("a/layers.arrow"));
    byte[] weights = Files.readAllBytes(first.resolve("model.safetensors"));
    Path other = Files.createDirectories(runs.resolve("again"));
    new PruneRunner()
        .run(
            recipe(criterion, model, 0.25, 1, 17),
            new RunContext("a", other, Progress.silent(), new StopSignal()));
    assertThat(other.resolve("layers.arrow")).hasBinaryContent(table);
    assertThat(other.resolve("model/model.safetensors")).hasBinaryContent(weights);
    assertThat(other.resolve("model/pruning.json"))
        .hasSameBinaryContentAs(first.resolve("pruning.json"));
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void changesNothingAtRatioZero(Choice criterion) {
    Path pruned = prune("none", recipe(criterion, model, 0, 5, 17)).outputs().get("model");
    for (String file : List.of("model.safetensors", "tokenizer.json", "generation_config.json")) {
      assertThat(pruned.resolve(file)).hasSameBinaryContentAs(model.resolve(file));
    }
    assertThat(json(pruned.resolve("config.json"))).isEqualTo(json(model.resolve("config.json")));
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void writesARowForEachLayer(Choice criterion) {
    prune("rows", recipe(criterion, model, 0.5, 1, 17));
    List<Row.Layer> rows = TableReader.read(runs.resolve("rows"), Row.Layer.class);
    assertThat(rows).extracting(Row.Layer::layer).containsExactly(0, 1, 2, 3);
    int structures = rows.stream().mapToInt(Row.Layer::structures).sum();
    assertThat(rows.stream().mapToInt(Row.Layer::kept).sum()).isEqualTo(structures / 2);
    for (Row.Layer row : rows) {
      assertThat(row.scoreMin().orElseThrow()).isLessThanOrEqualTo(row.scoreMax().orElseThrow());
      assertThat(row.criterion()).isEqualTo(criterion.name());
    }
  }

  @ParameterizedTest
  @MethodSource("criteria")
  void leavesNothingWhenStopped(Choice criterion) {
    StopSignal stop = new StopSignal();
    stop.ask(StoppedException.Cause.INTERRUPTED);
    RunContext context = new RunContext("stopped", runs, Progress.silent(), stop);
    assertThatThrownBy(() -> new PruneRunner().run(recipe(criterion, model, 0.5, 1, 17), context))
        .isInstanceOf(StoppedException.class);
    assertThat(runs).isEmptyDirectory();
  }

  /** bf16 has 8 bits of mantissa: scores agree roughly, and nothing else is wanted of them. */
  @Test
  void scoresInBf16AsInF32() {
    for (Choice criterion : criteria().toList()) {
      List<double[]> exact = scores(criterion, Common.Dtype.F32);
      List<double[]> coarse = scores(criterion, Common.Dtype.BF16);
      for (int list = 0; list < exact.size(); list++) {
        double largest = Arrays.stream(exact.get(list)).max().orElseThrow();
        for (int i = 0; i < exact.get(list).length; i++) {
          assertThat(coarse.get(list)[i]).isCloseTo(exact.get(list)[i], within(0.05 * largest));
        }
      }
    }
  }

  private static List<double[]> scores(Choice criterion, Common.Dtype dtype) {
    int[][] sequences = new int[2][12];
    for (int i = 0; i < 24; i++) {
      sequences[i / 12][i % 12] = (i * i + 3) % 200;
    }
    try (Engine engine = Engine.start("cpu", dtype, 2);
        Subject subject = Subject.open(engine, model)) {
      return PruneCriteria.ALL
          .make(criterion)
          .scores(
              new Calibration(
                  subject.decoder(), sequences, 17, Progress.silent(), new StopSignal()));
    }
  }

  @Test
  void drawsOtherChannelsFromAnotherSeed() {
    Choice random = new Choice("ffn-random", new FfnRandom.Options());
    Path one = prune("one", recipe(random, model, 0.5, 1, 17)).outputs().get("model");
    Path two = prune("two", recipe(random, model, 0.5, 1, 18)).outputs().get("model");
    assertThat(manifest(one)).isNotEqualTo(manifest(two));
    assertThat(manifest(one).get(0)).isNotEqualTo(manifest(one).get(1));
  }

  @Test
  void cutsLayersOfDifferentWidths() {
    Path uneven = Tiny.model(runs.resolve("uneven"), Dtype.F32, 8, 24, 16);
    Choice random = new Choice("ffn-random", new FfnRandom.Options());
    Choice layers = new Choice("layer-random", new LayerRandom.Options());
    Path narrow = prune("narrow", recipe(random, uneven, 0.5, 1, 17)).outputs().get("model");
    assertThat(widths(narrow)).containsExactly(4, 12, 8);
    Path shallow = prune("shallow", recipe(layers, uneven, 0.4, 1, 17)).outputs().get("model");
    assertThat(widths(shallow))
        .isEqualTo(manifest(shallow).get(0).stream().map(List.of(8, 24, 16)::get).toList());
  }

  @Test
  void refusesMoreSequencesThanTheTextHas() {
    Choice choice = new Choice("ffn-activation", new FfnActivation.Options());
    Prune recipe =
        new Prune(
            Shared.common("prune"), new Input.File(model), choice, 0.5, 1, corpus, 100_000, 16);
    assertThatThrownBy(() -> prune("many", recipe))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("sequences is 100000; the calibration text has");
  }

  private Outcome prune(String id, Prune recipe) {
    try {
      Path directory = Files.createDirectories(runs.resolve(id));
      return new PruneRunner()
          .run(recipe, new RunContext(id, directory, Progress.silent(), new StopSignal()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Prune recipe(Choice criterion, Path model, double ratio, int multiple, long seed) {
    return new Prune(
        new Common("prune", "", seed, "cpu", Common.Dtype.F32, 2),
        new Input.File(model),
        criterion,
        ratio,
        criterion.name().startsWith("layer") ? 1 : multiple,
        corpus,
        8,
        16);
  }

  /** The model itself, with what was removed multiplied by zero. */
  private static Decoder without(Subject whole, List<List<Integer>> kept, boolean layers) {
    Map<String, NDArray> weights = new TreeMap<>();
    whole.decoder().weights().forEach((name, weight) -> weights.put(name, weight.duplicate()));
    for (int layer = 0; layer < LAYERS; layer++) {
      String prefix = Parameters.layer(layer);
      if (layers && !kept.get(0).contains(layer)) {
        weights.computeIfPresent(prefix + "self_attn.o_proj.weight", (name, w) -> w.mul(0));
        weights.computeIfPresent(prefix + "mlp.down_proj.weight", (name, w) -> w.mul(0));
      } else if (!layers) {
        float[] mask = new float[WIDTH];
        kept.get(layer).forEach(channel -> mask[channel] = 1);
        NDArray columns = whole.engine().manager().create(mask);
        weights.computeIfPresent(prefix + "mlp.down_proj.weight", (name, w) -> w.mul(columns));
      }
    }
    return Decoder.of(whole.decoder().config(), whole.engine(), weights);
  }

  private static float[] logits(Decoder decoder) {
    int[] ids = IntStream.range(0, 40).map(i -> (i * i + 3) % 200).toArray();
    try (NDManager scope = decoder.engine().scope()) {
      NDArray hidden =
          decoder.hidden(scope, Decoder.ids(scope, new int[][] {ids}), Attend.causal());
      return decoder.logits(scope, hidden.get(0)).toFloatArray();
    }
  }

  private static List<Integer> widths(Path model) {
    try (Engine engine = Shared.engine();
        Subject subject = Subject.open(engine, model)) {
      return subject.decoder().config().ffn();
    }
  }

  private static List<List<Integer>> manifest(Path model) {
    List<List<Integer>> kept = new ArrayList<>();
    for (JsonNode list : json(model.resolve("pruning.json")).get("kept")) {
      kept.add(IntStream.of(Shared.ints(list)).boxed().toList());
    }
    return kept;
  }

  private static JsonNode json(Path file) {
    try {
      return new JsonMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
