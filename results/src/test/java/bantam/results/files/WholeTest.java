package bantam.results.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeTest {
  @TempDir Path root;

  @Test
  void writesFilesAndReplacesThem() {
    Path file = root.resolve("a/b/state.json");
    Whole.write(file, "old");
    Whole.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(file.getParent().toFile().list()).containsExactly("state.json");
  }

  @Test
  void publishesDirectoriesAndReplacesThem() {
    Path model = root.resolve("model");
    Whole.directory(model, partial -> Files.writeString(partial.resolve("a"), "1"));
    Whole.directory(
        model,
        partial -> {
          assertThat(model.resolve("a")).exists();
          Files.writeString(Files.createDirectory(partial.resolve("sub")).resolve("b"), "2");
        });
    assertThat(model.resolve("a")).doesNotExist();
    assertThat(model.resolve("sub/b")).hasContent("2");
    assertThat(root.toFile().list()).containsExactly("model");
  }

  @Test
  void aFailedWriterLeavesWhatWasThere() {
    Path file = root.resolve("file");
    Whole.write(file, "old");
    assertThatThrownBy(
            () ->
                Whole.file(
                    file,
                    partial -> {
                      Files.writeString(partial, "half");
                      throw new IOException("the cable came off");
                    }))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " cannot be written: the cable came off");
    assertThatThrownBy(
            () ->
                Whole.directory(
                    root.resolve("model"),
                    partial -> {
                      Files.writeString(partial.resolve("half"), "half");
                      throw new UncheckedIOException(new IOException("No space left on device"));
                    }))
        .isInstanceOf(InputException.class)
        .hasMessage(
            root.resolve("model")
                + " cannot be written: No space left on device; make room or take another"
                + " directory with --runs, then run the same command again");
    assertThat(file).hasContent("old");
    assertThat(root.toFile().list()).containsExactly("file");
  }

  @Test
  void aWriterThatNamesThePartialIsCorrected() {
    Path model = root.resolve("model");
    assertThatThrownBy(
            () ->
                Whole.directory(
                    model,
                    partial -> {
                      throw new InputException(
                          partial.resolve("weights") + ": cannot be written",
                          new IOException("the cable came off"));
                    }))
        .isInstanceOf(InputException.class)
        .hasMessage(model + " cannot be written: the cable came off");
    assertThatThrownBy(
            () ->
                Whole.directory(
                    model,
                    partial -> {
                      throw new InputException("teacher is damaged", new IOException("short"));
                    }))
        .hasMessage("teacher is damaged");
  }

  @Test
  void bugsInAWriterStayBugs() {
    assertThatThrownBy(
            () ->
                Whole.file(
                    root.resolve("file"),
                    partial -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(root.toFile().list()).isEmpty();
  }

  @Test
  void sweepsWhatADeadWriterLeft() throws IOException {
    Path dead = Files.createDirectories(root.resolve("checkpoints/.step-5.99-1.partial/sub"));
    Files.writeString(dead.resolve("half"), "half");
    Whole.write(root.resolve("checkpoints/step-4"), "whole");
    Whole.sweep(root);
    assertThat(root.resolve("checkpoints").toFile().list()).containsExactly("step-4");
  }
}
