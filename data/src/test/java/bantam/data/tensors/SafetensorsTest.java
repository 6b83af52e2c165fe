package bantam.data.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Shared;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

  @TempDir Path directory;

  private static SafetensorsWriter.Tensor floats(String name, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new SafetensorsWriter.Tensor(
        name, TensorType.F32, List.of((long) values.length), bytes::flip);
  }

  private Path raw(String header, int data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(directory.resolve("x.safetensors"), bytes.array());
  }

  @Test
  void returnsWhatWasWritten() {
    Path file = directory.resolve("x.safetensors");
    var scalar =
        new SafetensorsWriter.Tensor("s", TensorType.I64, List.of(), () -> ByteBuffer.allocate(8));
    var empty =
        new SafetensorsWriter.Tensor(
            "e", TensorType.F32, List.of(0L, 3L), () -> ByteBuffer.allocate(0));
    SafetensorsWriter.write(
        file, List.of(floats("b", 1, 2), floats("a", 3), scalar, empty), Map.of("format", "pt"));
    try (Safetensors read = Safetensors.open(file)) {
      assertThat(read.entries().keySet()).containsExactly("s", "a", "b", "e");
      assertThat(read.metadata()).isEqualTo(Map.of("format", "pt"));
      assertThat(read.entry("e").shape()).containsExactly(0L, 3L);
      assertThat(read.entry("e").elements()).isZero();
      assertThat(read.entry("s").elements()).isEqualTo(1);
      assertThat(read.bytes("b").asFloatBuffer().get(1)).isEqualTo(2f);
      assertThat(read.bytes("b", 4, 4).getFloat()).isEqualTo(2f);
      assertThat(read.bytes("e").remaining()).isZero();
      assertThatThrownBy(() -> read.bytes("c"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no tensor named 'c'");
    }
    assertThat(directory.toFile().list()).containsExactly("x.safetensors");
  }

  @Test
  void alignsTheDataToEightBytes() throws IOException {
    for (String name : List.of("a", "ab", "abc", "abcd", "abcde", "\u00e9")) {
      Path file = directory.resolve("x.safetensors");
      SafetensorsWriter.write(file, List.of(floats(name, 1)), Map.of());
      long header =
          ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      assertThat(header % 8).isZero();
      assertThat(Safetensors.open(file).bytes(name).getFloat()).isEqualTo(1f);
    }
  }

  /** Files written by the reference implementation (safetensors 0.8.0). */
  @ParameterizedTest
  @ValueSource(strings = {"stories260K", "families/llama-bf16", "families/qwen3", "families/gpt2"})
  void writesTheVeryBytesOfTheReferenceImplementation(String model) throws IOException {
    Path golden = Shared.path("reference/golden").resolve(model).resolve("model.safetensors");
    Path copy = directory.resolve("copy.safetensors");
    try (Safetensors read = Safetensors.open(golden)) {
      List<SafetensorsWriter.Tensor> tensors =
          read.entries().values().stream()
              .map(
                  entry ->
                      new SafetensorsWriter.Tensor(
                          entry.name(),
                          entry.type(),
                          entry.shape(),
                          () -> read.bytes(entry.name())))
              .toList();
      SafetensorsWriter.write(copy, tensors, read.metadata());
    }
    assertThat(Files.mismatch(golden, copy)).isEqualTo(-1);
  }

  static Stream<List<Object>> faults() {
    String b = ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":";
    return Stream.of(
        List.of("{" + A + "}", 7, "was cut off"),
        List.of("{" + A + "}", 9, "1 bytes follow"),
        List.of("{" + A + b + "[4,8]}}", 8, "'a' and 'b' overlap"),
        List.of("{" + A + b + "[12,16]}}", 16, "before tensor 'b'"),
        List.of("{" + A + b + "[8,13]}}", 13, "5 bytes; F32 of the shape [1] needs 4"),
        List.of("{" + A + b + "[8]}}", 12, "must be [begin, end]"),
        List.of("{" + A + b + "[12,8]}}", 12, "must be [begin, end]"),
        List.of("{" + A + b + "[8,-1]}}", 12, "from 0 on"),
        List.of("{" + A + b + "[8,9223372036854775808]}}", 12, "from 0 on"),
        List.of("{" + A + "," + A + "}", 8, "Duplicate"),
        List.of("{" + A.replace("F32", "F33") + "}", 8, "none of"),
        List.of("{" + A.replace("[2]", "[4611686018427387904,4]") + "}", 8, "impossible shape"),
        List.of("{" + A.replace("[2]", "2") + "}", 8, "must be a list"),
        List.of("{" + A.replace("[2]", "[2.0]") + "}", 8, "from 0 on"),
        List.of("{" + A.replace("[2]", "[-2]") + "}", 8, "from 0 on"),
        List.of("{" + A.replace("\"shape\":[2],", "") + "}", 8, "has no shape"),
        List.of("{" + A.replace("\"shape\"", "\"x\":1,\"shape\"") + "}", 8, "keys other than"),
        List.of("{\"a\":3}", 8, "has no"),
        List.of("{\"__metadata__\":[]," + A + "}", 8, "not a map"),
        List.of("{\"__metadata__\":{\"x\":1}," + A + "}", 8, "not a string"),
        List.of("[]", 0, "begin with '{'"),
        List.of("{" + A, 8, "not JSON"),
        List.of("{" + A + "} x", 8, "not JSON"),
        List.of("{\"a\":" + "[".repeat(5000), 8, "not JSON"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void refusesAnUnsoundHeaderAndNamesTheFault(List<Object> fault) throws IOException {
    Path file = raw((String) fault.get(0), (Integer) fault.get(1));
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining((String) fault.get(2))
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesFilesWithoutAWholeHeader() throws IOException {
    Path file = directory.resolve("x.safetensors");
    assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("no such file");
    assertThatThrownBy(() -> Safetensors.open(directory)).hasMessageContaining("is a directory");
    Files.write(file, new byte[7]);
    assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("7 bytes");
    Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 0});
    assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("18446744073709551615");
    Files.write(file, new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{'});
    assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("was cut off");
    Files.write(file, new byte[] {3, 0, 0, 0, 0, 0, 0, 0, '{', -1, '}'});
    assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("not UTF-8");
  }

  /** Any change to a sound file is refused or gives tensors that can be read to the last byte. */
  @Test
  void survivesTenThousandMutations() throws IOException {
    Path file = directory.resolve("x.safetensors");
    SafetensorsWriter.write(file, List.of(floats("a", 1, 2), floats("b", 3)), Map.of("k", "v"));
    byte[] sound = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(7);
    String alphabet = "{}[]\",:0123456789-eE.abFU \u0000\u00ff";
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      int length = random.nextInt(8) == 0 ? random.nextInt(sound.length) : sound.length;
      byte[] mutant = java.util.Arrays.copyOf(sound, length);
      for (int k = random.nextInt(4); k >= 0 && length > 0; k--) {
        int at = random.nextInt(length);
        mutant[at] =
            random.nextBoolean()
                ? (byte) alphabet.charAt(random.nextInt(alphabet.length()))
                : (byte) (mutant[at] ^ (1 << random.nextInt(8)));
      }
      Files.write(file, mutant);
      try (Safetensors read = Safetensors.open(file)) {
        long bytes = 0;
        for (String name : read.entries().keySet()) {
          ByteBuffer data = read.bytes(name);
          bytes += data.remaining();
          while (data.hasRemaining()) {
            data.get();
          }
        }
        assertThat(bytes).isEqualTo(12);
      } catch (InputException e) {
        assertThat(e.getMessage()).contains(file.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(2_000);
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws IOException {
    Path file = Files.writeString(directory.resolve("x.safetensors"), "old");
    var wrong =
        new SafetensorsWriter.Tensor(
            "w", TensorType.F32, List.of(2L), () -> ByteBuffer.allocate(4));
    assertThatThrownBy(
            () -> SafetensorsWriter.write(file, List.of(floats("a", 1), wrong), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("x.safetensors");
  }
}
