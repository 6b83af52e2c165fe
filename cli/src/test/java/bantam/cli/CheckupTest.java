package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckupTest {
  private static final String OLD = "model name\t: Old\nflags\t\t: fpu avx2\n";
  private static final String NEW = "model name\t: New\nflags\t\t: fpu avx512_bf16\n";

  private static Checkup with(Map<String, String> environment, Map<String, String> files) {
    return new Checkup(
        environment, 4, 1L << 31, file -> Optional.ofNullable(files.get(file)), Path.of("runs"));
  }

  @Test
  void saysWhatDtypeAutoIs() {
    assertThat(with(Map.of(), Map.of("/proc/cpuinfo", OLD)).processor().found())
        .isEqualTo("Old, 4 cores; dtype auto is f32");
    assertThat(with(Map.of(), Map.of("/proc/cpuinfo", NEW)).processor())
        .isEqualTo(Finding.fine("processor", "New, 4 cores; dtype auto is bf16"));
  }

  @Test
  void advisesPatienceOnSharedCores() {
    Map<String, String> busy = Map.of("/proc/loadavg", "3.5 2.0 1.0 2/300 1234");
    Finding finding = with(Map.of(), busy).threads();
    assertThat(finding.state()).isEqualTo(Finding.State.NOTE);
    assertThat(finding.advice()).contains("OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=0");
    assertThat(with(Map.of("OMP_WAIT_POLICY", "passive"), busy).threads().state())
        .isEqualTo(Finding.State.FINE);
  }

  @Test
  void slurmDecidesOnThreads() {
    assertThat(with(Map.of("SLURM_CPUS_PER_TASK", "2"), Map.of()).threads().found())
        .startsWith("2 by default (SLURM_CPUS_PER_TASK)");
  }

  @Test
  void noticesLittleMemory() {
    Map<String, String> files =
        Map.of("/proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable: 1048576 kB\n");
    Finding finding = with(Map.of(), files).memory();
    assertThat(finding.state()).isEqualTo(Finding.State.NOTE);
    assertThat(finding.found())
        .isEqualTo("16.0 GiB of which 1.0 GiB are free; Java may take 2.0 GiB of it");
  }

  @Test
  void noticesAFullDisk(@TempDir Path directory) {
    assertThat(Checkup.disk("runs", directory.resolve("a/b"), 1, "--runs").state())
        .isEqualTo(Finding.State.FINE);
    Finding finding = Checkup.disk("runs", directory, Long.MAX_VALUE, "--runs");
    assertThat(finding.state()).isEqualTo(Finding.State.WRONG);
    assertThat(finding.advice()).contains("--runs");
  }
}
