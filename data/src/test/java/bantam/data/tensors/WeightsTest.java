package bantam.data.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.tensors.SafetensorsWriter.Tensor;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {
  @TempDir Path directory;

  private static Tensor bytes(String name, int... values) {
    byte[] content = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      content[i] = (byte) values[i];
    }
    return new Tensor(
        name, TensorType.U8, List.of((long) values.length), () -> ByteBuffer.wrap(content));
  }

  private void write(long largest) {
    WeightsWriter.write(
        directory,
        List.of(bytes("b", 1, 2), bytes("c", 3, 4, 5, 6, 7), bytes("a", 8), bytes("d", 9)),
        largest);
  }

  private String read(String name) {
    try (Weights weights = Weights.open(directory)) {
      ByteBuffer into = ByteBuffer.allocate((int) weights.entry(name).length());
      weights.read(name, 0, into);
      ByteBuffer mapped = weights.bytes(name);
      assertThat(mapped).isEqualTo(into.flip());
      return weights.file(name).getFileName() + " " + Arrays.toString(into.array());
    }
  }

  @Test
  void writesOneFileUpToASize() {
    write(9);
    assertThat(directory.toFile().list()).containsExactly("model.safetensors");
    assertThat(read("c")).isEqualTo("model.safetensors [3, 4, 5, 6, 7]");
  }

  @Test
  void fillsFilesInOrderAboveIt() throws IOException {
    write(3);
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder(
            "model-00001-of-00003.safetensors",
            "model-00002-of-00003.safetensors",
            "model-00003-of-00003.safetensors",
            "model.safetensors.index.json");
    // one tensor above the size has a file of its own
    assertThat(read("b")).isEqualTo("model-00001-of-00003.safetensors [1, 2]");
    assertThat(read("c")).isEqualTo("model-00002-of-00003.safetensors [3, 4, 5, 6, 7]");
    assertThat(read("d")).isEqualTo("model-00003-of-00003.safetensors [9]");
    assertThat(directory.resolve("model.safetensors.index.json"))
        .content()
        .isEqualToIgnoringWhitespace(
            """
            {"metadata": {"total_size": 9}, "weight_map": {
              "a": "model-00003-of-00003.safetensors", "b": "model-00001-of-00003.safetensors",
              "c": "model-00002-of-00003.safetensors", "d": "model-00003-of-00003.safetensors"}}
            """);
    try (Weights weights = Weights.open(directory)) {
      assertThat(weights.entries().keySet()).containsExactly("b", "c", "a", "d");
      assertThat(weights.place()).isEqualTo(directory);
      assertThatThrownBy(() -> weights.entry("x"))
          .isInstanceOf(InputException.class)
          .hasMessage(directory + ": holds no tensor named 'x'");
      assertThatThrownBy(() -> weights.read("a", 1, ByteBuffer.allocate(1)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void givesALargeTensorInPieces() {
    byte[] content = new byte[9_000_001];
    new java.util.Random(1).nextBytes(content);
    Tensor large =
        new Tensor(
            "x", TensorType.U8, List.of((long) content.length), () -> ByteBuffer.wrap(content));
    WeightsWriter.write(directory, List.of(large), WeightsWriter.LARGEST);
    ByteBuffer all = ByteBuffer.allocate(content.length);
    try (Weights weights = Weights.open(directory)) {
      weights.pieces("x").forEach(all::put);
    }
    assertThat(all.array()).isEqualTo(content);
  }

  static Stream<List<String>> faults() {
    return Stream.of(
        List.of("{", "is not JSON"),
        List.of("{\"metadata\": {}}", "has no weight_map"),
        List.of("{\"weight_map\": {}}", "has no weight_map"),
        List.of("{\"weight_map\": {\"a\": 1}}", "tensor 'a' is in 1; it must be the name"),
        List.of("{\"weight_map\": {\"a\": \"../x.safetensors\"}}", "must be the name"),
        List.of("{\"weight_map\": {\"a\": \"/x.safetensors\"}}", "must be the name"),
        List.of("{\"weight_map\": {\"a\": \"a.bin\"}}", "must be the name"),
        List.of("{\"weight_map\": {\"a\": \"y.safetensors\"}}", "y.safetensors: there is no such"),
        List.of("{\"weight_map\": {\"z\": \"x.safetensors\"}}", "holds no tensor named 'z'"),
        List.of("{\"weight_map\": {\"a\": \"x.safetensors\", \"a\": \"x.safetensors\"}}", "JSON"),
        List.of(
            "{\"weight_map\": {\"a\": \"x.safetensors\", \"b\": \"w.safetensors\"}}",
            "tensor 'a' is in w.safetensors too"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void namesWhatIsWrongWithAnIndex(List<String> fault) throws IOException {
    SafetensorsWriter.write(
        directory.resolve("x.safetensors"), List.of(bytes("a", 1)), java.util.Map.of());
    SafetensorsWriter.write(
        directory.resolve("w.safetensors"),
        List.of(bytes("a", 1), bytes("b", 1)),
        java.util.Map.of());
    Files.writeString(directory.resolve("model.safetensors.index.json"), fault.get(0));
    assertThatThrownBy(() -> Weights.open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(directory.toString())
        .hasMessageContaining(fault.get(1))
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pytorch_model.bin", "pytorch_model.bin.index.json", "consolidated.00.pth"})
  void refusesPickledWeightsWithTheReason(String name) throws IOException {
    Files.createFile(directory.resolve(name));
    assertThatThrownBy(() -> Weights.open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("can run code");
  }

  @Test
  void saysWhichFilesAreAbsent() {
    assertThatThrownBy(() -> Weights.open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.safetensors: there is no such file")
        .hasMessageContaining("model.safetensors.index.json");
  }
}
