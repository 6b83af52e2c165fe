package bantam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What can be told of a machine without starting the engine.
 *
 * @param environment the environment's variables
 * @param cores that this process may use
 * @param heap most memory that Java may take, in bytes
 * @param read the text of a file of the system, if there is one
 * @param runs the directory of runs
 */
record Checkup(
    Map<String, String> environment,
    int cores,
    long heap,
    Function<String, Optional<String>> read,
    Path runs) {
  private static final long GIB = 1L << 30;
  private static final long ENGINE_BYTES = 600L << 20;

  static Checkup here(Path runs) {
    Runtime runtime = Runtime.getRuntime();
    return new Checkup(
        System.getenv(),
        runtime.availableProcessors(),
        runtime.maxMemory(),
        Checkup::text,
        runs.toAbsolutePath());
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.fine(
            "java", "%s, %s".formatted(Runtime.version(), System.getProperty("java.home"))));
    findings.add(memory());
    findings.add(processor());
    findings.add(threads());
    findings.add(hugePages());
    findings.add(gpu());
    findings.add(disk("engine's cache", cache(), ENGINE_BYTES, "DJL_CACHE_DIR"));
    findings.add(disk("runs", runs, GIB, "--runs or BANTAM_RUNS"));
    return findings;
  }

  Finding memory() {
    long total = kilobytes("MemTotal");
    long free = kilobytes("MemAvailable");
    Optional<Long> limit =
        read.apply("/sys/fs/cgroup/memory.max")
            .map(String::strip)
            .filter(text -> text.matches("[0-9]{1,18}"))
            .map(Long::parseLong);
    String found =
        "%s of which %s are free%s; Java may take %s of it"
            .formatted(
                gib(total),
                gib(free),
                limit.map(bytes -> ", limited to " + gib(bytes)).orElse(""),
                gib(heap));
    return free > 0 && free < 2 * GIB
        ? Finding.note("memory", found, "end other programs; models and batches need the rest")
        : Finding.fine("memory", found);
  }

  /** Whether the processor multiplies bf16 fast. */
  boolean fastBf16() {
    String info = read.apply("/proc/cpuinfo").orElse("");
    Set<String> flags = Set.copyOf(Arrays.asList(field(info, "flags").split(" ", -1)));
    return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
  }

  Finding processor() {
    String info = read.apply("/proc/cpuinfo").orElse("");
    boolean bf16 = fastBf16();
    String found =
        "%s, %d cores; dtype auto is %s"
            .formatted(field(info, "model name"), cores, bf16 ? "bf16" : "f32");
    return bf16 || info.isEmpty()
        ? Finding.fine("processor", found)
        : Finding.note("processor", found, "bf16 works here too, but many times slower");
  }

  Finding threads() {
    String load = read.apply("/proc/loadavg").map(text -> text.split(" ", -1)[0]).orElse("0");
    String slurm = environment.getOrDefault("SLURM_CPUS_PER_TASK", "");
    String found =
        "%d by default%s; load %s; OMP_WAIT_POLICY %s"
            .formatted(
                slurm.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(slurm) : cores,
                slurm.isEmpty() ? "" : " (SLURM_CPUS_PER_TASK)",
                load,
                environment.getOrDefault("OMP_WAIT_POLICY", "is not set"));
    boolean shared = Double.parseDouble(load) > 0.5 * cores;
    boolean patient = "passive".equalsIgnoreCase(environment.get("OMP_WAIT_POLICY"));
    return shared && !patient
        ? Finding.note(
            "threads",
            found,
            "others compute here too: OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=0, and --threads")
        : Finding.fine("threads", found);
  }

  Finding hugePages() {
    String setting = read.apply("/sys/kernel/mm/transparent_hugepage/enabled").orElse("").strip();
    String tunables = environment.getOrDefault("GLIBC_TUNABLES", "");
    boolean never = setting.contains("[never]");
    String found =
        "kernel %s; GLIBC_TUNABLES %s"
            .formatted(
                setting.isEmpty() ? "unknown" : setting, tunables.isEmpty() ? "not set" : tunables);
    if (never) {
      return Finding.note(
          "huge pages", found, "with madvise, training steps are about 10 % faster");
    }
    return tunables.contains("hugetlb")
        ? Finding.fine("huge pages", found)
        : Finding.note(
            "huge pages",
            found,
            "GLIBC_TUNABLES=glibc.malloc.hugetlb=1, as scripts/bantam sets it");
  }

  Finding gpu() {
    Optional<String> driver = read.apply("/proc/driver/nvidia/version");
    return driver
        .map(
            text ->
                Finding.note(
                    "gpu",
                    text.lines().findFirst().orElse("").strip(),
                    "device auto takes it when a CUDA build of PyTorch is there; the README has how"))
        .orElse(Finding.fine("gpu", "no NVIDIA driver"));
  }

  private Path cache() {
    String named =
        environment.getOrDefault("ENGINE_CACHE_DIR", environment.getOrDefault("DJL_CACHE_DIR", ""));
    return named.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".djl.ai")
        : Path.of(named).toAbsolutePath();
  }

  static Finding disk(String what, Path wanted, long needed, String setting) {
    Path there = wanted;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String found = "%s, %s free".formatted(wanted, gib(free));
      if (!Files.isWritable(there) || !Files.isDirectory(there)) {
        return Finding.wrong(what, wanted + " cannot be written", "another place by " + setting);
      }
      return free < needed
          ? Finding.wrong(what, found, "make room, or another place by " + setting)
          : Finding.fine(what, found);
    } catch (IOException e) {
      return Finding.wrong(what, wanted + ": " + e.getMessage(), "another place by " + setting);
    }
  }

  private long kilobytes(String field) {
    String value = field(read.apply("/proc/meminfo").orElse(""), field).replace(" kB", "");
    return value.isEmpty() ? 0 : Long.parseLong(value) << 10;
  }

  private static String field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String gib(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
  }

  private static Optional<String> text(String file) {
    try {
      Path path = Path.of(file);
      return Files.isReadable(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    } catch (IOException e) {
      // such a file of the kernel's may be there and still not be for us
      return Optional.empty();
    }
  }
}
