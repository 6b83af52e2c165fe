package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import bantam.data.tensors.Safetensors;
import bantam.data.tensors.SafetensorsWriter;
import bantam.recipes.Common;
import bantam.recipes.InputException;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.model.family.Families;
import bantam.runners.model.family.Module;
import bantam.runners.model.family.Names;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of every family: what is read is written, under the family's own names. */
class FamilyFilesTest {
  /** In bf16 a logit of these models, whose deviation is 2, may be off by so much. */
  private static final double BF16_LARGEST = 0.25;

  private static final double BF16_MEAN = 0.04;

  private static Engine engine;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  static Stream<String> families() {
    return TinyFamily.names();
  }

  private Path sub(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  private Decoder model(String family) {
    return Tiny.model(TinyFamily.config(family, directory.resolve("shape")), engine, 31);
  }

  private static void assertSame(Path left, Path right) {
    for (String file : List.of("config.json", "generation_config.json", "model.safetensors")) {
      assertThat(left.resolve(file)).hasSameBinaryContentAs(right.resolve(file));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void savesLoadsAndSavesTheSameBytes(String family) throws IOException {
    for (Dtype dtype : Dtype.values()) {
      try (Decoder model = model(family)) {
        model.save(sub("a" + dtype), dtype);
        try (Decoder again = Decoder.load(sub("a" + dtype), engine)) {
          assertThat(again.config()).isEqualTo(model.config());
          again.save(sub("b" + dtype), dtype);
          if (dtype == Dtype.F32) {
            again
                .weights()
                .forEach(
                    (name, weight) ->
                        assertThat(weight.toFloatArray())
                            .as(name)
                            .isEqualTo(model.weights().get(name).toFloatArray()));
          }
        }
      }
      assertSame(sub("a" + dtype), sub("b" + dtype));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void keepsKeysThatBearOnNothing(String family) throws IOException {
    try (Decoder model = model(family)) {
      model.save(sub("a"), Dtype.F32);
    }
    Path file = sub("a").resolve("config.json");
    String text = Files.readString(file).replace("{\n", "{\n  \"unsloth_version\" : \"1\",\n");
    Files.writeString(file, text);
    try (Decoder again = Decoder.load(sub("a"), engine)) {
      again.save(sub("b"), Dtype.F32);
    }
    assertThat(sub("b").resolve("config.json")).content().contains("\"unsloth_version\" : \"1\"");
  }

  @ParameterizedTest
  @MethodSource("families")
  void namesAMissingTensorAndOneTooMany(String family) throws IOException {
    try (Decoder model = model(family)) {
      model.save(sub("a"), Dtype.F32);
    }
    Path file = sub("a").resolve("model.safetensors");
    String norm = Families.of(family).names().outer().get(0).name() + ".weight";
    rename(file, norm, "wrong.weight");
    assertThatThrownBy(() -> Decoder.load(sub("a"), engine).close())
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": holds no tensor named '" + norm + "', which config.json asks for");
    rename(file, "wrong.weight", norm);
    Decoder.load(sub("a"), engine).close();
  }

  private static void rename(Path file, String from, String to) {
    try (Safetensors all = Safetensors.open(file)) {
      List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
      all.entries()
          .forEach(
              (name, e) ->
                  tensors.add(
                      new SafetensorsWriter.Tensor(
                          name.equals(from) ? to : name,
                          e.type(),
                          e.shape(),
                          () -> all.bytes(name))));
      SafetensorsWriter.write(file, tensors, Map.of());
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyLinearMapHasAModuleAndEveryModuleItsMaps(String family) {
    ModelConfig config = TinyFamily.config(family, directory.resolve("shape"));
    Names names = Families.of(family).names();
    List<String> held = new ArrayList<>();
    names
        .linears(config)
        .forEach(
            (name, module) -> {
              assertThat(names.stored(config)).containsKey(name + ".weight");
              held.addAll(module.holds());
            });
    assertThat(held).containsExactlyInAnyOrderElementsOf(Parameters.linears(config));
    for (String linear : Parameters.linears(config)) {
      Module module = names.holding(linear);
      assertThat(module.holds()).contains(linear);
      assertThat(names.targets()).contains(module.last());
    }
  }

  @ParameterizedTest
  @MethodSource("bantam.runners.model.GoldenTest#families")
  void writesTheTensorsOfTransformers(String folder) throws IOException {
    Golden golden = Golden.of(folder);
    Dtype dtype = folder.endsWith("bf16") ? Dtype.BF16 : Dtype.F32;
    try (Decoder model = Decoder.load(golden.directory(), engine)) {
      model.save(sub("copy"), dtype);
    }
    Map<String, List<Long>> wanted = new TreeMap<>();
    golden
        .json()
        .get("safetensors_keys")
        .properties()
        .forEach(
            entry -> {
              List<Long> shape = new ArrayList<>();
              entry.getValue().forEach(size -> shape.add(size.longValue()));
              wanted.put(entry.getKey(), shape);
            });
    try (Safetensors ours = Safetensors.open(sub("copy").resolve("model.safetensors"));
        Safetensors theirs = Safetensors.open(golden.directory().resolve("model.safetensors"))) {
      Map<String, List<Long>> written = new TreeMap<>();
      ours.entries()
          .forEach(
              (name, entry) -> {
                written.put(name, entry.shape());
                assertThat(ours.bytes(name)).as(name).isEqualTo(theirs.bytes(name));
              });
      assertThat(written).isEqualTo(wanted);
    }
    assertThat(ConfigFiles.read(sub("copy"))).isEqualTo(ConfigFiles.read(golden.directory()));
  }

  @ParameterizedTest
  @MethodSource("families")
  void readsBothNotationsOfTransformers(String family) throws IOException {
    Path golden = Golden.of(GoldenTest.folder(family)).directory();
    Files.copy(golden.resolve("config.transformers-5.json"), sub("five").resolve("config.json"));
    Files.copy(
        golden.resolve("generation_config.json"), sub("five").resolve("generation_config.json"));
    ModelConfig config = ConfigFiles.read(sub("five"));
    assertThat(config).isEqualTo(ConfigFiles.read(golden));
    ConfigFiles.rewrite(sub("back"), config, ConfigFiles.origin(sub("five")));
    assertThat(ConfigFiles.read(sub("back"))).isEqualTo(config);
    assertThat(sub("back").resolve("config.json")).content().doesNotContain("rope_parameters");
  }

  @Test
  void readsGpt2WithoutItsPrefixAndWithMasks() throws IOException {
    try (Decoder model = model("gpt2")) {
      model.save(sub("a"), Dtype.F32);
      Path file = sub("a").resolve("model.safetensors");
      for (String name : Families.of("gpt2").names().stored(model.config()).keySet()) {
        rename(file, name, name.replace("transformer.", ""));
      }
      try (Decoder again = Decoder.load(sub("a"), engine)) {
        assertThat(again.weights().keySet()).isEqualTo(model.weights().keySet());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void staysCloseToTheGoldenLogitsInBfloat16(String family) {
    Golden golden = Golden.of(GoldenTest.folder(family));
    double largest = 0;
    double sum = 0;
    int count = 0;
    try (Engine narrow = Engine.start("cpu", Common.Dtype.BF16, 1);
        Decoder model = Decoder.load(golden.directory(), narrow);
        NDManager scope = narrow.scope()) {
      for (JsonNode sequence : golden.json().get("sequences")) {
        float[][] logits = Golden.logits(model, scope, Golden.ints(sequence.get("input_ids")));
        for (var position : sequence.get("full_logits").properties()) {
          float[] row = logits[Integer.parseInt(position.getKey())];
          for (int i = 0; i < row.length; i++) {
            double off = Math.abs(row[i] - position.getValue().get(i).doubleValue());
            largest = Math.max(largest, off);
            sum += off;
            count++;
          }
        }
      }
    }
    assertThat(largest).as("mean %.4f", sum / count).isCloseTo(0, within(BF16_LARGEST));
    assertThat(sum / count).isCloseTo(0, within(BF16_MEAN));
  }
}
