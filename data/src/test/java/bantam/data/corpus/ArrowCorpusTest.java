package bantam.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Document;
import bantam.data.Shared;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowCorpusTest {
  private static final Part ALL = new Part(0, 1);
  private static final List<String> TEXTS =
      IntStream.range(0, 97).mapToObj(i -> "text \u00e9 " + i).toList();

  @TempDir Path directory;

  private static List<String> read(Path file, String column, Part part) {
    try (Stream<Document> documents =
        new ArrowCorpus(
                new ArrowCorpus.Options(new Input.File(file), column, Optional.empty(), part))
            .documents()) {
      return documents.map(Document::text).toList();
    }
  }

  /** Ten rows a batch, with a column of numbers beside the text. */
  private Path write(List<byte[]> texts, boolean random) throws IOException {
    Path file = directory.resolve(random ? "x.arrow" : "x.arrows");
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector text = new VarCharVector("text", allocator);
        IntVector number = new IntVector("number", allocator);
        VectorSchemaRoot root = new VectorSchemaRoot(List.of(text, number));
        WritableByteChannel out = Channels.newChannel(Files.newOutputStream(file));
        ArrowWriter writer =
            random
                ? new ArrowFileWriter(root, null, out)
                : new ArrowStreamWriter(root, null, out)) {
      for (int from = 0; from < texts.size(); from += 10) {
        root.allocateNew();
        int rows = Math.min(10, texts.size() - from);
        for (int i = 0; i < rows; i++) {
          byte[] bytes = texts.get(from + i);
          if (bytes.length == 0) {
            text.setNull(i);
          } else {
            text.setSafe(i, bytes);
          }
          number.setSafe(i, i);
        }
        root.setRowCount(rows);
        writer.writeBatch();
      }
      writer.end();
    }
    return file;
  }

  private static List<byte[]> utf8(List<String> texts) {
    return texts.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Test
  void readsFilesAndStreams() throws IOException {
    for (boolean random : new boolean[] {true, false}) {
      Path file = write(utf8(TEXTS), random);
      assertThat(read(file, "text", ALL)).isEqualTo(TEXTS);
      List<String> parts = new java.util.ArrayList<>(read(file, "text", new Part(0, 0.5)));
      assertThat(parts).hasSize(48);
      parts.addAll(read(file, "text", new Part(0.5, 1)));
      assertThat(parts).isEqualTo(TEXTS);
    }
  }

  /** A run that goes on writes streams that have no end mark yet. */
  @Test
  void readsAStreamThatIsStillGrowing() throws IOException {
    Path file = write(utf8(TEXTS), false);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));
    assertThat(read(file, "text", ALL)).isEqualTo(TEXTS);
  }

  /** Written by Hugging Face's datasets; what the bytes hold was looked up with another tool. */
  @Test
  void readsRealHuggingFaceStreams() {
    Path mmlu = Shared.path("data/arrow/mmlu_dev_dataset.arrow");
    assertThat(read(mmlu, "question", ALL)).hasSize(285);
    assertThatThrownBy(() -> read(mmlu, "choices", ALL))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must hold text");
    Path book = Shared.path("data/arrow/tinybook-dataset.arrow");
    assertThat(read(book, "text", ALL)).isNotEmpty();
  }

  @Test
  void namesFileAndFault() throws IOException {
    Path file = write(utf8(TEXTS), true);
    assertFails(file, "txt", "no column 'txt'; its columns are text, number");
    assertFails(file, "number", "holds INT; it must hold text");
    assertFails(directory.resolve("y.arrow"), "text", "there is no such file");
    assertFails(directory, "text", "is a directory");
    assertFails(write(List.of(), false), "text", "holds no document");
    assertFails(write(List.of(new byte[0]), false), "text", "row 0: 'text' is null");
    assertFails(write(List.of(new byte[] {-1}), true), "text", "row 0: 'text' is not UTF-8");
    assertFails(Files.writeString(file, "no arrow, just text"), "text", "is not an Arrow file");
    assertFails(Files.writeString(file, ""), "text", "is not an Arrow file");
  }

  private static void assertFails(Path file, String column, String message) {
    assertThatThrownBy(() -> read(file, column, ALL))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void survivesTruncationAndMutation() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (boolean format : new boolean[] {true, false}) {
      Path file = write(utf8(TEXTS), format);
      byte[] sound = Files.readAllBytes(file);
      for (int i = 0; i < 300; i++) {
        byte[] mutant =
            Arrays.copyOf(sound, i % 3 == 0 ? random.nextInt(sound.length) : sound.length);
        for (int k = 0; k < 3 && mutant.length > 0; k++) {
          mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
        }
        Files.write(file, mutant);
        try {
          assertThat(read(file, "text", ALL)).isNotEmpty();
        } catch (InputException e) {
          assertThat(e.getMessage()).contains(file.toString());
        }
      }
    }
  }
}
