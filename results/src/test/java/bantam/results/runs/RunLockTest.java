package bantam.results.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path directory;

  private RunLock take(Duration patience) {
    return RunLock.take(directory, patience);
  }

  @Test
  void keepsOtherProcessesOut() throws Exception {
    Process other = HoldsLock.start(directory);
    try {
      assertThatThrownBy(() -> take(Duration.ZERO))
          .isInstanceOfSatisfying(
              StoppedException.class, e -> assertThat(e.exitCode()).isEqualTo(75))
          .hasMessageStartingWith(directory + " is in use by process " + other.pid() + " on ")
          .hasMessageEndingWith("; run the same command again when that is done, or with --wait");
      assertThat(RunLock.holder(directory)).get().matches(RunLock.Holder::mayLive);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aKilledHolderHoldsNothing() throws Exception {
    HoldsLock.start(directory).destroyForcibly().waitFor();
    assertThat(directory.resolve("lock")).exists();
    assertThat(RunLock.holder(directory)).get().matches(dead -> !dead.mayLive());
    try (RunLock lock = take(Duration.ZERO)) {
      assertThat(lock).isNotNull();
      assertThat(RunLock.holder(directory))
          .get()
          .matches(holder -> holder.pid() == ProcessHandle.current().pid());
    }
  }

  @Test
  void waitsUntilTheHolderIsDone() throws Exception {
    Process other = HoldsLock.start(directory);
    Thread ends =
        new Thread(
            () -> {
              try {
                Thread.sleep(500);
                other.getOutputStream().close();
              } catch (InterruptedException | IOException e) {
                other.destroyForcibly();
              }
            });
    ends.start();
    try (RunLock lock = take(Duration.ofMinutes(1))) {
      assertThat(lock).isNotNull();
    }
    ends.join();
    assertThat(other.waitFor()).isZero();
    assertThat(directory.resolve("lock")).isEmptyFile();
    assertThat(RunLock.holder(directory)).isEmpty();
  }

  @Test
  void keepsOtherThreadsOutAlsoByAnotherPath() throws IOException {
    Path link = directory.resolveSibling(directory.getFileName() + "-link");
    Files.createSymbolicLink(link, directory);
    try (RunLock lock = take(Duration.ZERO)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> RunLock.take(link, Duration.ZERO))
          .isInstanceOf(StoppedException.class);
      assertThat(RunLock.holder(link)).isPresent();
    } finally {
      Files.delete(link);
    }
    take(Duration.ZERO).close();
  }

  /** Asking who holds a directory must not give it up: POSIX locks go with any closed channel. */
  @Test
  void looksWithoutLettingGo() throws Exception {
    try (RunLock lock = take(Duration.ZERO)) {
      assertThat(lock).isNotNull();
      assertThat(RunLock.holder(directory)).isPresent();
      assertThatThrownBy(() -> take(Duration.ZERO)).isInstanceOf(StoppedException.class);
      assertThatThrownBy(() -> HoldsLock.start(directory)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void oneAtATime() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger entered = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 20; i++) {
      threads.execute(
          () -> {
            try (RunLock lock = take(Duration.ofMinutes(1))) {
              assertThat(lock).isNotNull();
              assertThat(inside.incrementAndGet()).isOne();
              entered.incrementAndGet();
              inside.decrementAndGet();
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(entered).hasValue(20);
  }

  @Test
  void tellsAProcessFromALaterOneOfTheSameNumber() {
    RunLock.Holder here = RunLock.Holder.here();
    assertThat(here.mayLive()).isTrue();
    Optional<Instant> earlier = here.started().map(start -> start.minusSeconds(3600));
    assertThat(new RunLock.Holder(here.pid(), here.host(), earlier, here.since()).mayLive())
        .isFalse();
    assertThat(new RunLock.Holder(1L << 30, here.host(), earlier, here.since()).mayLive())
        .isFalse();
    assertThat(new RunLock.Holder(1L << 30, "another-host", earlier, here.since()).mayLive())
        .isTrue();
  }
}
