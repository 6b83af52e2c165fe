package bantam.results.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process that holds a run directory until its input ends. */
final class HoldsLock {
  private HoldsLock() {}

  /**
   * @param args the directory
   */
  public static void main(String[] args) throws IOException {
    try (RunLock lock = RunLock.take(Path.of(args[0]), Duration.ZERO)) {
      System.out.println(lock != null);
      System.in.transferTo(System.out);
    }
  }

  /** Starts one and waits until it holds the directory. */
  static Process start(Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                HoldsLock.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.inputReader().readLine() == null) {
      throw new IOException("the other process could not take the lock");
    }
    return process;
  }
}
