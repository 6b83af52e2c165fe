package bantam.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data beside the project, for tests that need it; without it they are skipped. */
public final class Shared {
  private Shared() {}

  public static Path path(String relative) {
    Path root = Path.of(System.getProperty("bantam.shared", "../../shared"));
    assumeTrue(Files.isDirectory(root), "no ../shared");
    return root.resolve(relative);
  }
}
