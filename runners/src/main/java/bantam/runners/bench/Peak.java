package bantam.runners.bench;

import bantam.results.runs.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The largest resident memory of a part of a process. */
public final class Peak {
  private Peak() {}

  /**
   * Lets the peak begin at what is resident now; what was made before has larger ones.
   *
   * @return bytes that are resident now
   */
  public static long restart() {
    long resident = Long.MAX_VALUE;
    try {
      // buffers outside the heap go with their handles, some time after the collection
      for (long now = resident - 1; now < resident; now = Machine.residentMemory().orElse(0)) {
        resident = now;
        System.gc();
        Thread.sleep(500);
      }
      Files.writeString(Path.of("/proc/self/clear_refs"), "5", StandardOpenOption.WRITE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("only Linux tells the peak of a part of a process", e);
    }
    return Machine.residentMemory().orElse(0);
  }

  /** The largest resident memory since then, in bytes. */
  public static long bytes() {
    return Machine.peakMemory().orElse(0);
  }
}
