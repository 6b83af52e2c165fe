package bantam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bantam.recipes.DivergedException;
import bantam.recipes.ExpectationException;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.recipes.StoppedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

  private int report(Throwable e, String... options) {
    PrintStream stream = new PrintStream(notes, false, UTF_8);
    picocli.CommandLine line =
        Bantam.commandLine(new Console(stream, stream), java.util.List.of(Verb.values()));
    line.parseArgs(options);
    return ((Bantam) line.getCommand()).errors().report(e, Optional.of(Path.of("r", "log.txt")));
  }

  private String text() {
    return notes.toString(UTF_8).strip();
  }

  @Test
  void everyFailureHasItsCode() {
    assertThat(report(new RecipeException("a"))).isEqualTo(Exit.USAGE.code());
    assertThat(report(new InputException("b"))).isEqualTo(Exit.INPUT.code());
    assertThat(report(new DivergedException("c"))).isEqualTo(Exit.FAILED.code());
    assertThat(report(new ExpectationException("d"))).isEqualTo(Exit.FAILED.code());
    assertThat(report(new StoppedException(StoppedException.Cause.AGAIN, "e")))
        .isEqualTo(Exit.AGAIN.code());
    assertThat(report(new StoppedException(StoppedException.Cause.INTERRUPTED, "f")))
        .isEqualTo(Exit.INTERRUPTED.code());
    assertThat(text().lines())
        .containsExactly(
            "bantam: a", "bantam: b", "bantam: c", "bantam: d", "bantam: e", "bantam: f");
  }

  @Test
  void aFailureWithinAnotherThreadIsStillTold() {
    assertThat(report(new CompletionException(new InputException("gone")))).isEqualTo(3);
    assertThat(text()).isEqualTo("bantam: gone");
  }

  @Test
  void aBugSaysSoAndWhereTheLogIs() {
    assertThat(report(new IllegalStateException("odd\nand long"))).isEqualTo(Exit.BUG.code());
    assertThat(text())
        .isEqualTo(
            "bantam: internal error, which is a bug of Bantam's: java.lang.IllegalStateException:"
                + " odd; the log is "
                + Path.of("r", "log.txt"));
  }

  @Test
  void debugShowsWhere() {
    report(new RecipeException("a"), "--debug");
    assertThat(text()).contains("RecipeException: a", "at bantam.cli.ErrorsTest");
  }

  @Test
  void aRefusingDiskIsNoBug() {
    assertThat(
            report(new UncheckedIOException(new FileSystemException("x", null, "No space left"))))
        .isEqualTo(Exit.INPUT.code());
    assertThat(report(new UncheckedIOException(new NoSuchFileException("y")))).isEqualTo(3);
    assertThat(text()).contains("x: No space left").contains("y does not exist");
  }

  @Test
  void fullMemoryNamesTheRemedy() {
    assertThat(report(new OutOfMemoryError("Java heap space"))).isEqualTo(Exit.INPUT.code());
    assertThat(text()).contains("Java heap space", "BANTAM_JAVA_OPTS=-Xmx");
  }
}
