package bantam.results.runs;

import bantam.results.files.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads which commit a working directory stands on, without a git to ask. */
final class Git {
  private static final String REF = "ref: ";
  private static final String GIT_DIRECTORY = "gitdir: ";

  private Git() {}

  /** The commit of the repository that a directory lies in, if it lies in one that has commits. */
  static Optional<String> commit(Path directory) {
    for (Path at = directory; at != null; at = at.getParent()) {
      Path git = at.resolve(".git");
      if (Files.isReadable(git)) {
        try {
          return head(Files.isDirectory(git) ? git : linked(at, git));
        } catch (IOException e) {
          throw Disk.cannotRead(git, e);
        }
      }
    }
    return Optional.empty();
  }

  /** In a linked worktree {@code .git} is a file that names the directory. */
  private static Path linked(Path at, Path git) throws IOException {
    String content = Files.readString(git).strip();
    return content.startsWith(GIT_DIRECTORY)
        ? at.resolve(content.substring(GIT_DIRECTORY.length()))
        : git;
  }

  private static Optional<String> head(Path git) throws IOException {
    Optional<String> head = line(git.resolve("HEAD"));
    if (head.isEmpty() || !head.get().startsWith(REF)) {
      return head;
    }
    String ref = head.get().substring(REF.length());
    Path common = line(git.resolve("commondir")).map(git::resolve).orElse(git);
    Optional<String> loose = line(common.resolve(ref));
    return loose.isPresent() ? loose : packed(common.resolve("packed-refs"), ref);
  }

  private static Optional<String> packed(Path file, String ref) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.endsWith(" " + ref))
          .map(line -> line.substring(0, line.indexOf(' ')))
          .findFirst();
    }
  }

  private static Optional<String> line(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? Optional.of(Files.readString(file).strip())
        : Optional.empty();
  }
}
