package bantam.results.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void knowsTheMachine() {
    Machine machine = Machine.here("0.1.0", "");
    assertThat(machine.host()).isNotBlank();
    assertThat(machine.cpu()).isNotBlank();
    assertThat(machine.java()).contains(Integer.toString(Runtime.version().feature()));
    assertThat(machine.cores()).isPositive();
  }

  @Test
  void readsItsOwnMemory() {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc");
    long resident = Machine.residentMemory().orElseThrow();
    assertThat(resident).isGreaterThan(10L << 20);
    assertThat(Machine.peakMemory().orElseThrow()).isGreaterThanOrEqualTo(resident);
  }

  @Test
  void findsTheCommit(@TempDir Path root) throws IOException {
    assertThat(Git.commit(root)).isEmpty();
    Path git = Files.createDirectories(root.resolve(".git/refs/heads")).getParent().getParent();
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
    assertThat(Git.commit(root)).isEmpty();
    Files.writeString(git.resolve("packed-refs"), "# pack\n" + COMMIT + " refs/heads/main\n");
    assertThat(Git.commit(root)).contains(COMMIT);
    String newer = COMMIT.replace('0', '9');
    Files.writeString(git.resolve("refs/heads/main"), newer + "\n");
    Path below = Files.createDirectories(root.resolve("a/b"));
    assertThat(Git.commit(below)).contains(newer);
    Files.writeString(git.resolve("HEAD"), COMMIT + "\n");
    assertThat(Git.commit(below)).contains(COMMIT);
    linkedWorktree(root, git, newer);
  }

  private static void linkedWorktree(Path root, Path git, String commit) throws IOException {
    Path linked = Files.createDirectories(git.resolve("worktrees/w"));
    Files.writeString(linked.resolve("HEAD"), "ref: refs/heads/main\n");
    Files.writeString(linked.resolve("commondir"), "../..\n");
    Path worktree = Files.createDirectories(root.resolve("elsewhere"));
    Files.writeString(worktree.resolve(".git"), "gitdir: " + linked + "\n");
    assertThat(Git.commit(worktree)).contains(commit);
  }
}
