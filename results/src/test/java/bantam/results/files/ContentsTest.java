package bantam.results.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentsTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir Path root;

  private Contents contents() {
    return new Contents(root.resolve("runs"));
  }

  private Path file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return Files.setLastModifiedTime(file, LONG_AGO);
  }

  private List<Path> notes() throws IOException {
    Path notes = root.resolve("runs/.bantam/hashes");
    if (!Files.exists(notes)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(notes)) {
      return all.toList();
    }
  }

  /** The hash of abc is the first example of FIPS 180-4. */
  @Test
  void hashesFiles() throws IOException {
    assertThat(contents().sha256(file("f", "abc"))).isEqualTo(ABC);
  }

  @Test
  void hashesDirectoriesByNamesAndContents() throws IOException {
    file("d/sub/b", "2");
    file("d/a", "1");
    String hash = contents().sha256(root.resolve("d"));
    // printf '%s  %s\n' $(sha256 of 1) a $(sha256 of 2) sub/b | sha256sum
    assertThat(hash)
        .isEqualTo(
            Contents.hex(
                """
                6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b  a
                d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35  sub/b
                """
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    Files.move(root.resolve("d/a"), root.resolve("d/c"));
    assertThat(contents().sha256(root.resolve("d"))).isNotEqualTo(hash);
  }

  @Test
  void remembersAndTrustsWhatItRemembers() throws IOException {
    Path file = file("f", "abc");
    contents().sha256(file);
    Path note = notes().get(0);
    Files.writeString(note, Files.readString(note).replace(ABC, "remembered"));
    assertThat(contents().sha256(file)).isEqualTo("remembered");
  }

  @Test
  void seesAChangeThatHidesItsTime() throws IOException {
    Path file = file("f", "abc");
    contents().sha256(file);
    Files.writeString(file, "xyz");
    Files.setLastModifiedTime(file, LONG_AGO);
    assertThat(contents().sha256(file)).isNotEqualTo(ABC);
  }

  @Test
  void doesNotTrustYoungFiles() throws IOException {
    Path file = Files.writeString(root.resolve("young"), "abc");
    assertThat(contents().sha256(file)).isEqualTo(ABC);
    assertThat(notes()).isEmpty();
  }

  @Test
  void survivesDamagedNotesAndConcurrentWriters() throws IOException {
    Path file = file("f", "abc");
    contents().sha256(file);
    Files.writeString(notes().get(0), "torn");
    List<String> hashes =
        IntStream.range(0, 32).parallel().mapToObj(i -> contents().sha256(file)).toList();
    assertThat(hashes).containsOnly(ABC);
    assertThat(notes()).hasSize(1);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> contents().sha256(root.resolve("nothing")))
        .isInstanceOf(InputException.class)
        .hasMessage("there is no " + root.resolve("nothing"));
  }
}
