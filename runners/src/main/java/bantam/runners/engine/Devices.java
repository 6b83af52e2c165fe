package bantam.runners.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.util.cuda.CudaUtils;
import bantam.recipes.Common;
import bantam.recipes.RecipeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a recipe's {@code device}, {@code dtype} and {@code threads} mean on this machine. */
final class Devices {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Devices() {}

  /**
   * @param asked {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   */
  static Device device(String asked, Engine engine) {
    if (asked.equals("cpu")) {
      return Device.cpu();
    }
    boolean capable = engine.hasCapability(StandardCapabilities.CUDA);
    int gpus = engine.getGpuCount();
    if (asked.equals("auto")) {
      return capable && gpus > 0 ? Device.gpu(0) : Device.cpu();
    }
    int index = asked.equals("cuda") ? 0 : Integer.parseInt(asked.substring("cuda:".length()));
    if (!capable) {
      throw new RecipeException(
          ("device is %s; the PyTorch library here is the CPU build: use device cpu or auto, or see"
                  + " the README for a CUDA library")
              .formatted(asked));
    }
    if (index >= gpus) {
      throw new RecipeException(
          "device is %s; %s: use device cpu or auto"
              .formatted(
                  asked,
                  gpus == 0 ? "no GPU is visible" : gpus + " GPUs are visible, from cuda:0"));
    }
    return Device.gpu(index);
  }

  /**
   * bf16 where the device multiplies it fast: by CPU flags or compute capability, never by timing.
   */
  static Dtype dtype(Common.Dtype asked, Device device) {
    return switch (asked) {
      case F32 -> Dtype.F32;
      case BF16 -> Dtype.BF16;
      case AUTO -> fastBf16(device) ? Dtype.BF16 : Dtype.F32;
    };
  }

  private static boolean fastBf16(Device device) {
    if (device.isGpu()) {
      return Integer.parseInt(CudaUtils.getComputeCapability(device.getDeviceId())) >= 80;
    }
    return Files.isReadable(CPU_INFO) && fastBf16(cpuFlags());
  }

  static boolean fastBf16(Set<String> cpuFlags) {
    return cpuFlags.contains("avx512_bf16") || cpuFlags.contains("amx_bf16");
  }

  private static Set<String> cpuFlags() {
    return Set.of(cpuInfo("flags").split(" "));
  }

  /** The processor's name, for provenance. */
  static String cpuName() {
    return Files.isReadable(CPU_INFO) ? cpuInfo("model name") : System.getProperty("os.arch");
  }

  private static String cpuInfo(String key) {
    try {
      List<String> lines = Files.readAllLines(CPU_INFO);
      return lines.stream()
          .filter(line -> line.startsWith(key + "\t") || line.startsWith(key + ":"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + CPU_INFO, e);
    }
  }

  /**
   * @param asked 0 for the cores that the process may use
   */
  static int threads(int asked, Map<String, String> environment, int cores) {
    if (asked > 0) {
      return asked;
    }
    String slurm = environment.getOrDefault("SLURM_CPUS_PER_TASK", "");
    return slurm.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(slurm) : cores;
  }
}
