package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import bantam.data.tensors.Safetensors;
import bantam.data.tensors.SafetensorsWriter;
import bantam.data.tensors.TensorType;
import bantam.data.tensors.WeightsWriter;
import bantam.recipes.Common;
import bantam.recipes.InputException;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
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

  private Path sub(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  @ParameterizedTest
  @EnumSource(Dtype.class)
  void savesLoadsAndSavesTheSameBytes(Dtype dtype) throws IOException {
    ModelConfig config = Tiny.config(false, true);
    try (Decoder model = Tiny.model(config, engine, 1)) {
      model.save(sub("a"), dtype);
    }
    try (Decoder model = Decoder.load(directory.resolve("a"), engine)) {
      assertThat(model.config()).isEqualTo(config);
      model.save(sub("b"), dtype);
    }
    for (String file : List.of("config.json", "generation_config.json", "model.safetensors")) {
      assertThat(directory.resolve("b").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("a").resolve(file));
    }
  }

  @Test
  void keepsEveryBitInFloat32AndEightOfTheFractionInBfloat16() throws IOException {
    try (Decoder model = Tiny.model(Tiny.config(), engine, 2)) {
      model.save(sub("f32"), Dtype.F32);
      model.save(sub("bf16"), Dtype.BF16);
      try (Decoder exact = Decoder.load(directory.resolve("f32"), engine);
          Decoder rounded = Decoder.load(directory.resolve("bf16"), engine)) {
        model
            .weights()
            .forEach(
                (name, weight) -> {
                  float[] wanted = weight.toFloatArray();
                  assertThat(exact.weights().get(name).toFloatArray()).isEqualTo(wanted);
                  float[] close = rounded.weights().get(name).toFloatArray();
                  for (int i = 0; i < wanted.length; i++) {
                    assertThat(close[i]).isCloseTo(wanted[i], within(Math.abs(wanted[i]) / 256));
                    assertThat(Float.floatToIntBits(close[i]) & 0xffff).isZero();
                  }
                });
      }
    }
  }

  @Test
  void writesTheTensorsOfTransformersByteByByte() throws IOException {
    Golden golden = Golden.of("stories260K");
    try (Decoder model = Decoder.load(golden.directory(), engine)) {
      model.save(sub("copy"), Dtype.F32);
      TokenizerFiles.copy(golden.directory(), directory.resolve("copy"));
    }
    assertThat(directory.resolve("copy/model.safetensors"))
        .hasSameBinaryContentAs(golden.directory().resolve("model.safetensors"));
    assertThat(directory.resolve("copy/tokenizer.json"))
        .hasSameBinaryContentAs(golden.directory().resolve("tokenizer.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama-rope-llama3"})
  void readsBothNotationsOfTransformers(String family) throws IOException {
    Path golden = Golden.of("families/" + family).directory();
    Files.copy(golden.resolve("config.transformers-5.json"), directory.resolve("config.json"));
    Files.copy(
        golden.resolve("generation_config.json"), directory.resolve("generation_config.json"));
    assertThat(ConfigFiles.read(directory)).isEqualTo(ConfigFiles.read(golden));
  }

  @Test
  void takesStopTokensFromTheGenerationConfig() {
    assertThat(ConfigFiles.read(Golden.of("stories260K").directory()).eos()).containsExactly(1, 2);
  }

  @Test
  void copiesOnlyATokenizerThatIsThere() {
    assertThatThrownBy(() -> TokenizerFiles.copy(directory, directory))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("holds no tokenizer.json");
  }

  private void write(String name, TensorType type, long... shape) throws IOException {
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    Path file = directory.resolve("model.safetensors");
    try (Safetensors all = Safetensors.open(file)) {
      all.entries().values().stream()
          .filter(e -> !e.name().equals(name))
          .forEach(
              e ->
                  tensors.add(
                      new SafetensorsWriter.Tensor(
                          e.name(), e.type(), e.shape(), () -> all.bytes(e.name()))));
      if (shape.length > 0) {
        List<Long> sizes = java.util.Arrays.stream(shape).boxed().toList();
        int bytes = type.bytes() * (int) sizes.stream().reduce(1L, (a, b) -> a * b).longValue();
        tensors.add(
            new SafetensorsWriter.Tensor(name, type, sizes, () -> ByteBuffer.allocate(bytes)));
      }
      SafetensorsWriter.write(file, tensors, Map.of());
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Decoder.load(directory, engine).close())
        .isInstanceOf(InputException.class)
        .hasMessage(directory.resolve("model.safetensors") + ": " + message);
  }

  @Test
  void namesTensorsThatDoNotFit() throws IOException {
    String gate = "model.layers.1.mlp.gate_proj.weight";
    try (Decoder model = Tiny.model(Tiny.config(), engine, 3)) {
      model.save(directory, Dtype.F32);
      write(gate, TensorType.F32);
      assertRefused("holds no tensor named '" + gate + "', which config.json asks for");
      write(gate, TensorType.F32, 24, 16);
      assertRefused("tensor '" + gate + "' has the shape (24, 16); by config.json it has (20, 16)");
      write(gate, TensorType.F64, 20, 16);
      assertRefused("tensor '" + gate + "' has the dtype F64; Bantam reads F32, F16 and BF16");
      write(gate, TensorType.F32, 20, 16);
      write("score.weight", TensorType.F32, 2, 16);
      assertRefused("holds 'score.weight', which a llama model of this config.json does not have");
      write("visual.weight", TensorType.F32, 2);
      assertRefused(
          "holds 'score.weight' and 1 other tensor, which a llama model of this config.json does"
              + " not have");
    }
  }

  @Test
  void passesOverWhatTiedHeadsAndOldFilesRepeat() throws IOException {
    try (Decoder model = Tiny.model(Tiny.config(), engine, 4)) {
      model.save(directory, Dtype.F32);
      write("lm_head.weight", TensorType.F32, 32, 16);
      write("model.layers.0.self_attn.rotary_emb.inv_freq", TensorType.F32, 3);
      try (Decoder again = Decoder.load(directory, engine)) {
        assertThat(again.weights().keySet()).isEqualTo(model.weights().keySet());
      }
    }
  }

  @Test
  void readsFloat16() throws IOException {
    try (Decoder model = Tiny.model(Tiny.config(), engine, 5)) {
      model.save(directory, Dtype.F32);
    }
    // 1.5 and -0.25 in IEEE 754 binary16
    ByteBuffer halves = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    while (halves.hasRemaining()) {
      halves.putShort((short) 0x3e00).putShort((short) 0xb400);
    }
    write("model.norm.weight", TensorType.F32);
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    Path file = directory.resolve("model.safetensors");
    try (Safetensors all = Safetensors.open(file)) {
      all.entries()
          .forEach(
              (name, e) ->
                  tensors.add(
                      new SafetensorsWriter.Tensor(
                          name, e.type(), e.shape(), () -> all.bytes(name))));
      tensors.add(
          new SafetensorsWriter.Tensor(
              "model.norm.weight", TensorType.F16, List.of(16L), halves::flip));
      SafetensorsWriter.write(file, tensors, Map.of());
    }
    try (Decoder model = Decoder.load(directory, engine)) {
      assertThat(model.weights().get("model.norm.weight").toFloatArray())
          .startsWith(1.5f, -0.25f, 1.5f);
    }
  }

  @Test
  void refusesAModelWhoseFilesAreNotThere() throws IOException {
    assertThatThrownBy(() -> Decoder.load(directory.resolve("none"), engine))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is no directory; a model is one with config.json");
    assertThatThrownBy(() -> Decoder.load(directory, engine))
        .isInstanceOf(InputException.class)
        .hasMessage(directory.resolve("config.json") + ": there is no such file");
    try (Decoder model = Tiny.model(Tiny.config(), engine, 6)) {
      model.save(directory, Dtype.F32);
    }
    Files.delete(directory.resolve("model.safetensors"));
    assertThatThrownBy(() -> Decoder.load(directory, engine))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(directory.resolve("model.safetensors") + ": there is no such file");
  }

  @Test
  void changesToAMappedModelStayInMemory() throws IOException {
    try (Decoder model = Tiny.model(Tiny.config(), engine, 8)) {
      model.save(directory, Dtype.F32);
    }
    Path file = directory.resolve("model.safetensors");
    byte[] before = Files.readAllBytes(file);
    try (Decoder copied = Decoder.load(directory, engine);
        Decoder mapped = Decoder.open(directory, engine)) {
      copied
          .weights()
          .forEach(
              (name, array) -> {
                NDArray other = mapped.weights().get(name);
                assertThat(other.toFloatArray()).as(name).isEqualTo(array.toFloatArray());
                other.muli(2);
                assertThat(other.toFloatArray()).as(name).isEqualTo(array.mul(2).toFloatArray());
              });
    }
    assertThat(file).hasBinaryContent(before);
    assertThat(file.toFile().setWritable(false)).isTrue();
    try (Decoder again = Decoder.open(directory, engine)) {
      assertThat(again.weights()).isNotEmpty();
    }
  }

  @Test
  void readsACheckpointOfSeveralFiles() throws IOException {
    try (Decoder model = Tiny.model(Tiny.config(), engine, 7)) {
      model.save(directory, Dtype.F32);
      Path file = directory.resolve("model.safetensors");
      try (Safetensors all = Safetensors.open(file)) {
        List<SafetensorsWriter.Tensor> tensors =
            all.entries().values().stream()
                .map(
                    e ->
                        new SafetensorsWriter.Tensor(
                            e.name(), e.type(), e.shape(), () -> all.bytes(e.name())))
                .toList();
        WeightsWriter.write(directory, tensors, 3000);
      }
      Files.delete(file);
      assertThat(directory.toFile().list())
          .contains("model.safetensors.index.json")
          .hasSizeGreaterThan(5);
      try (Decoder again = Decoder.load(directory, engine)) {
        model
            .weights()
            .forEach(
                (name, array) ->
                    assertThat(again.weights().get(name).toFloatArray())
                        .as(name)
                        .isEqualTo(array.toFloatArray()));
      }
    }
  }
}
