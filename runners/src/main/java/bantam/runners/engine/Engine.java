package bantam.runners.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import bantam.recipes.Common;
import java.util.OptionalLong;

/**
 * libtorch through DJL on one device, with the kernels compiled for it. Starting the first one
 * loads the native library; nothing else in the project does.
 *
 * <p>An engine belongs to one thread. Everything that it makes ends with {@link #close}.
 */
public final class Engine implements AutoCloseable {
  private final Device device;
  private final Dtype dtype;
  private final int threads;
  private final NDManager manager;
  private final Kernels kernels;

  private Engine(Device device, Dtype dtype, int threads, NDManager manager) {
    this.device = device;
    this.dtype = dtype;
    this.threads = threads;
    this.manager = manager;
    this.kernels = Kernels.load(manager);
  }

  /** Starts with the keys that every recipe has. */
  public static Engine start(Common common) {
    return start(common.device(), common.dtype(), common.threads());
  }

  /**
   * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param dtype of the matrix products; {@code AUTO} takes bf16 where the device multiplies it
   *     fast
   * @param threads of the CPU; 0 takes {@code SLURM_CPUS_PER_TASK}, or else the cores that the
   *     process may use
   * @throws bantam.recipes.RecipeException for a device that is not here
   */
  public static Engine start(String device, Common.Dtype dtype, int threads) {
    int count =
        Devices.threads(threads, System.getenv(), Runtime.getRuntime().availableProcessors());
    ai.djl.engine.Engine torch = torch(count);
    JniUtils.setNumThreads(count);
    Device chosen = Devices.device(device, torch);
    return new Engine(chosen, Devices.dtype(dtype, chosen), count, torch.newBaseManager(chosen));
  }

  /** What a recipe's dtype means on the CPU of this machine; starts nothing. */
  public static Dtype cpuDtype(Common.Dtype asked) {
    return Devices.dtype(asked, Device.cpu());
  }

  private static ai.djl.engine.Engine torch(int threads) {
    // before DJL's first class loads: it reads them once, and inter-op threads can be set only once
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    return ai.djl.engine.Engine.getEngine("PyTorch");
  }

  public Device device() {
    return device;
  }

  /** What matrix products are computed in; weights, moments and losses are f32. */
  public Dtype dtype() {
    return dtype;
  }

  public int threads() {
    return threads;
  }

  /** For what lives as long as the engine. */
  public NDManager manager() {
    return manager;
  }

  /**
   * A manager for what lives shorter, such as one micro-batch: handles are memory, and closing it
   * frees all of them.
   */
  public NDManager scope() {
    return manager.newSubManager();
  }

  /**
   * Arrays that are alive below this engine's manager; the same before and after a training step.
   */
  public int handles() {
    return manager.getManagedArrays().size();
  }

  /** Whether an array remembers how it was made, so that a backward pass can go through it. */
  public boolean hasGraph(NDArray array) {
    try (NDManager scope = scope()) {
      return kernels.one(scope, "has_graph", array).getBoolean();
    }
  }

  public Kernels kernels() {
    return kernels;
  }

  /** Seeds libtorch's generators; random operators in kernels are preceded by this. */
  public void seed(long seed) {
    JniUtils.setSeed(seed);
  }

  /**
   * The device, for provenance: {@code cuda:0 (compute capability 8.9)} or the processor's name.
   */
  public String deviceName() {
    return device.isGpu() ? "cuda:" + device.getDeviceId() : Devices.cpuName();
  }

  /** Memory of the device that is in use, by whomever, in bytes, where CUDA tells. */
  public OptionalLong deviceMemory() {
    return device.isGpu() && CudaUtils.hasCuda()
        ? OptionalLong.of(CudaUtils.getGpuMemory(device).getCommitted())
        : OptionalLong.empty();
  }

  /** The versions of what computes, for provenance. */
  public String version() {
    return "PyTorch %s, DJL %s"
        .formatted(
            ai.djl.engine.Engine.getEngine("PyTorch").getVersion(),
            ai.djl.engine.Engine.getDjlVersion());
  }

  @Override
  public void close() {
    kernels.close();
    manager.close();
  }
}
