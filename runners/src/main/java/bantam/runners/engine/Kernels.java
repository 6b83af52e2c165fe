package bantam.runners.engine;

import static java.util.stream.Collectors.joining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import bantam.runners.engine.KernelSource.Kernel;
import bantam.runners.engine.KernelSource.Parameter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Functions written in TorchScript, which reach every operator of libtorch and through which
 * gradients flow. Intermediate results inside a kernel die at once; only what it returns is a
 * handle of Java's.
 *
 * <p>A call runs in the thread's gradient mode ({@link Gradients}) and never under inference mode,
 * whose tensors could not meet autograd later. Not for two threads at once.
 */
public final class Kernels implements AutoCloseable {
  /** Every file of kernels; all become methods of one module. */
  private static final List<String> SOURCES =
      List.of(
          "bantam/runners/engine/basics.py",
          "bantam/runners/model/decoder.py",
          "bantam/runners/model/attention.py",
          "bantam/runners/model/head.py",
          "bantam/runners/model/layout.py",
          "bantam/runners/train/training.py",
          "bantam/runners/distill/distillation.py",
          "bantam/runners/adapt/adapters.py",
          "bantam/runners/evaluate/evaluate.py",
          "bantam/runners/generate/generate.py",
          "bantam/runners/prune/prune.py",
          "bantam/runners/bench/bench.py");

  private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> false);

  private final SortedMap<String, Kernel> kernels = new TreeMap<>();
  private final PtSymbolBlock module;
  private final Numbers numbers;

  private Kernels(PtNDManager manager, List<KernelSource> sources) {
    for (KernelSource source : sources) {
      for (Kernel kernel : source.kernels()) {
        if (kernels.put(kernel.name(), kernel) != null) {
          throw new IllegalStateException(
              "kernels: %s is defined again in %s".formatted(kernel.name(), source.resource()));
        }
      }
    }
    numbers = new Numbers(manager);
    module = load(manager, sources);
  }

  /** Compiles every file of kernels for the manager's device. */
  static Kernels load(NDManager manager) {
    return of(manager, SOURCES.stream().map(KernelSource::read).toList());
  }

  static Kernels of(NDManager manager, List<KernelSource> sources) {
    return new Kernels((PtNDManager) manager, sources);
  }

  private static PtSymbolBlock load(PtNDManager manager, List<KernelSource> sources) {
    prepareThread();
    try (ByteArrayInputStream archive = new ByteArrayInputStream(KernelArchive.of(sources))) {
      return JniUtils.loadModule(manager, archive, false, false);
    } catch (IOException | RuntimeException e) {
      String files = sources.stream().map(KernelSource::resource).collect(joining(", "));
      throw new IllegalStateException("kernels: " + files + ": " + e.getMessage(), e);
    }
  }

  /**
   * libtorch's graph optimizer specialises on shapes at the first calls; it cost more than it gave.
   */
  private static void prepareThread() {
    if (!PREPARED.get()) {
      JniUtils.setGraphExecutorOptimize(false);
      PREPARED.set(true);
    }
  }

  /**
   * Calls a kernel.
   *
   * @param into receives the outputs: they live until it closes, or until they are closed
   * @param kernel the function's name
   * @param arguments in the function's order: {@link NDArray}, {@code List<NDArray>} with at least
   *     one member, {@link Number}, {@link Boolean}
   * @return what the kernel returns, tuples and lists laid flat
   */
  public NDList call(NDManager into, String kernel, Object... arguments) {
    Kernel called = kernels.get(kernel);
    if (called == null) {
      throw new IllegalArgumentException(
          "no kernel is named %s; there are %s"
              .formatted(kernel, String.join(", ", kernels.keySet())));
    }
    if (arguments.length != called.parameters().size()) {
      throw new IllegalArgumentException(
          "kernel %s takes %d arguments, not %d"
              .formatted(kernel, called.parameters().size(), arguments.length));
    }
    prepareThread();
    PtNDManager manager = (PtNDManager) into;
    NDList inputs = new NDList(arguments.length + 1);
    inputs.add(Argument.method(manager, called.entry()));
    for (int i = 0; i < arguments.length; i++) {
      add(inputs, manager, called, i, arguments[i]);
    }
    return IValueUtils.forward(module, inputs, true);
  }

  /** Calls a kernel that returns one tensor. */
  public NDArray one(NDManager into, String kernel, Object... arguments) {
    return call(into, kernel, arguments).singletonOrThrow();
  }

  /** Calls a kernel for what it does in place; what it returns is dropped. */
  public void run(String kernel, Object... arguments) {
    call(numbers.manager(), kernel, arguments).close();
  }

  private void add(NDList inputs, PtNDManager manager, Kernel kernel, int index, Object argument) {
    Parameter parameter = kernel.parameters().get(index);
    if (parameter.type() == KernelSource.Type.LIST
        && argument instanceof List<?> list
        && !list.isEmpty()) {
      for (Object member : list) {
        inputs.add(Argument.member(manager, index, (PtNDArray) member));
      }
    } else if (parameter.type() != KernelSource.Type.LIST && argument instanceof PtNDArray array) {
      inputs.add(Argument.tensor(manager, array));
    } else if (parameter.type() != KernelSource.Type.LIST
        && (argument instanceof Number || argument instanceof Boolean)) {
      inputs.add(Argument.tensor(manager, numbers.of(argument)));
    } else {
      throw new IllegalArgumentException(
          "kernel %s: %s is %s; it takes %s"
              .formatted(
                  kernel.name(),
                  parameter.name(),
                  argument instanceof List<?>
                      ? "a list of " + ((List<?>) argument).size()
                      : argument.getClass().getSimpleName(),
                  parameter.type()));
    }
  }

  @Override
  public void close() {
    module.close();
    numbers.close();
  }
}
