package bantam.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCorporaTest {
  private static final Part ALL = new Part(0, 1);

  @TempDir Path directory;

  private static List<String> read(Corpus corpus) {
    try (Stream<Document> documents = corpus.documents()) {
      return documents.map(Document::text).toList();
    }
  }

  private Corpus text(String content, String splitOn, Part part) throws IOException {
    Path file = Files.writeString(directory.resolve("x.txt"), content);
    return new TextCorpus(new TextCorpus.Options(new Input.File(file), splitOn, part));
  }

  private Corpus jsonl(String content, Part part) throws IOException {
    Path file = Files.writeString(directory.resolve("x.jsonl"), content);
    return new JsonlCorpus(
        new JsonlCorpus.Options(new Input.File(file), "text", Optional.empty(), part));
  }

  @Test
  void cutsTextAtBlankLinesLinesMarkersOrNowhere() throws IOException {
    String two = "\uFEFFa\nb\n\n \n\nc \r\n\r\nd";
    assertThat(read(text(two, "blank-line", ALL))).containsExactly("a\nb", "c", "d");
    assertThat(read(text(two, "line", ALL))).containsExactly("a", "b", "c", "d");
    assertThat(read(text(two, "none", ALL))).containsExactly(two.substring(1));
    assertThat(read(text("one\n\nx<|e|>two\n<|e|><|e|>\n three<|e|>\n", "<|e|>", ALL)))
        .containsExactly("one\n\nx", "two", "three");
  }

  @Test
  void readsTheSameTwice() throws IOException {
    Corpus corpus = text("a\n\nb\n\nc", "blank-line", ALL);
    assertThat(read(corpus)).isEqualTo(read(corpus)).hasSize(3);
  }

  @Test
  void partsOfOneFileShareNothingAndMissNothing() throws IOException {
    String paragraphs =
        IntStream.range(0, 997).mapToObj(i -> "n" + i).collect(Collectors.joining("\n\n"));
    String lines =
        IntStream.range(0, 997)
            .mapToObj("{\"text\": \"n%d\"}"::formatted)
            .collect(Collectors.joining("\n"));
    List<Part> parts = List.of(new Part(0, 0.3), new Part(0.3, 0.9), new Part(0.9, 1));
    for (String splitOn : List.of("blank-line", "line")) {
      Stream.Builder<String> found = Stream.builder();
      for (Part part : parts) {
        List<String> documents = read(text(paragraphs, splitOn, part));
        assertThat(documents.size()).isBetween(80, 620);
        documents.forEach(found);
      }
      assertThat(found.build()).isEqualTo(read(text(paragraphs, splitOn, ALL))).hasSize(997);
    }
    Stream.Builder<String> found = Stream.builder();
    for (Part part : parts) {
      read(jsonl(lines, part)).forEach(found);
    }
    assertThat(found.build()).isEqualTo(read(jsonl(lines, ALL))).hasSize(997);
    String whole = parts.stream().map(part -> only(paragraphs, part)).collect(Collectors.joining());
    assertThat(whole).isEqualTo(paragraphs);
  }

  private String only(String content, Part part) {
    try {
      return read(text(content, "none", part)).get(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void namesFileLineAndFault() throws IOException {
    Path file = directory.resolve("x.txt");
    Corpus missing = new TextCorpus(new TextCorpus.Options(new Input.File(file), "line", ALL));
    assertFails(missing, "x.txt: there is no such file");
    Files.write(file, "fine\nbad \u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
    assertFails(missing, "x.txt:2: is not UTF-8");
    assertFails(text("", "none", ALL), "x.txt: holds no document");
    assertFails(text(" \n\n \n", "blank-line", ALL), "x.txt: holds no document");
    assertFails(text("a\nb\n", "line", new Part(0.9, 1)), "x.txt: holds no document");
    assertFails(jsonl("{\"text\": \"a\"}\n\n{\"text\": \n", ALL), "x.jsonl:3: is not JSON");
    assertFails(jsonl("{\"text\": \"a\"} 3\n", ALL), "x.jsonl:1: is not JSON");
    assertFails(jsonl("[1]\n", ALL), "x.jsonl:1: is not a JSON object");
    assertFails(
        jsonl("{\"txt\": \"a\", \"n\": 1}\n", ALL), "no field 'text'; its fields are txt, n");
    assertFails(jsonl("{\"text\": 3}\n", ALL), "x.jsonl:1: 'text' is 3; it must be a string");
    assertThatThrownBy(() -> new Part(0.5, 0.5)).isInstanceOf(RecipeException.class);
  }

  /** While a recipe is read, before anybody takes the content of all that lies below. */
  @Test
  void refusesADirectory() {
    Input input = new Input.File(directory);
    assertThatThrownBy(() -> new TextCorpus.Options(input, "line", ALL))
        .isInstanceOf(InputException.class)
        .hasMessage(directory + ": is a directory; name a file in it");
    assertThatThrownBy(() -> new JsonlCorpus.Options(input, "text", Optional.empty(), ALL))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new ArrowCorpus.Options(input, "text", Optional.empty(), ALL))
        .isInstanceOf(InputException.class);
  }

  private static void assertFails(Corpus corpus, String message) {
    assertThatThrownBy(() -> read(corpus))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
