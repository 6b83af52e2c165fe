package bantam.results.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Where a run runs.
 *
 * @param version the tool's version
 * @param engine the tensor engine and its version; empty if none was started
 * @param java the Java runtime's version
 * @param host the host's name
 * @param os operating system, its version and the architecture
 * @param cpu the processor's model
 * @param cores processors that the process may use
 * @param commit git commit of the working directory
 */
public record Machine(
    String version,
    String engine,
    String java,
    String host,
    String os,
    String cpu,
    int cores,
    Optional<String> commit) {
  /** This machine and process. */
  public static Machine here(String version, String engine) {
    return new Machine(
        version,
        engine,
        System.getProperty("java.vendor") + " " + Runtime.version(),
        hostName(),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        Git.commit(Path.of("").toAbsolutePath()));
  }

  /** Largest resident memory of this process so far, in bytes, where the system tells. */
  public static OptionalLong peakMemory() {
    return kilobytes("VmHWM");
  }

  /** Resident memory of this process, in bytes, where the system tells. */
  public static OptionalLong residentMemory() {
    return kilobytes("VmRSS");
  }

  static String hostName() {
    Path kernel = Path.of("/proc/sys/kernel/hostname");
    try {
      // Asking the resolver can take seconds on a machine without a network.
      return Files.isReadable(kernel)
          ? Files.readString(kernel).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OptionalLong kilobytes(String field) {
    return field(Path.of("/proc/self/status"), field)
        .map(value -> OptionalLong.of(1024 * Long.parseLong(value.replace(" kB", ""))))
        .orElse(OptionalLong.empty());
  }

  private static Optional<String> field(Path file, String name) {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file, UTF_8)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
