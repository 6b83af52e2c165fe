package bantam.runners.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private static final String SOURCE =
      """
      # helpers may be called by other kernels only
      def _twice(self, x: Tensor) -> Tensor:
        return x * 2
      def scaled(self, x: Tensor, by: float, times: int) -> Tensor:
        y = x
        for i in range(times):
          y = y * by
        return y
      def sums(self, xs: List[Tensor], ys: List[Tensor], flip: bool) -> Tuple[Tensor, Tensor]:
        a = torch.stack(xs).sum()
        b = self._twice(torch.stack(ys).sum())
        if flip:
          return (b, a)
        return (a, b)
      def bump(self, x: Tensor) -> None:
        torch.add_(x, 1)
      def fails(self, x: Tensor, y: Tensor) -> Tensor:
        return torch.matmul(x, y)
      def gradient(self, x: Tensor) -> Tensor:
        g = x.grad
        if g is not None:
          return g
        return x
      """;

  private static Engine engine;
  private static Kernels kernels;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
    kernels = Kernels.of(engine.manager(), List.of(KernelSource.parse("test.py", SOURCE)));
  }

  @AfterAll
  static void stop() {
    kernels.close();
    engine.close();
  }

  @Test
  void takesNumbersWhereTheKernelWantsThem() {
    try (NDManager scope = engine.scope()) {
      NDArray x = scope.create(new float[] {1, 2});
      assertThat(kernels.one(scope, "scaled", x, 3.0, 2).toFloatArray()).containsExactly(9, 18);
    }
  }

  @Test
  void oneArrayMayStandInTwoLists() {
    try (NDManager scope = engine.scope()) {
      NDArray x = scope.create(new float[] {1, 2});
      x.setName("weight");
      NDList sums = kernels.call(scope, "sums", List.of(x, x), List.of(x), true);
      assertThat(sums.get(0).getFloat()).isEqualTo(6);
      assertThat(sums.get(1).getFloat()).isEqualTo(6);
      assertThat(x.getName()).isEqualTo("weight");
    }
  }

  @Test
  void worksInPlace() {
    try (NDManager scope = engine.scope()) {
      NDArray x = scope.create(new float[] {1, 2}).duplicate();
      kernels.run("bump", x);
      assertThat(x.toFloatArray()).containsExactly(2, 3);
    }
  }

  @Test
  void outputsBelongToTheManagerThatTheCallerNames() {
    NDArray x = engine.manager().ones(new Shape(3));
    int before = engine.handles();
    try (NDManager scope = engine.scope()) {
      NDArray y = engine.kernels().one(scope, "inject", x, x);
      assertThat(y.getManager()).isSameAs(scope);
      assertThat(engine.handles()).isEqualTo(before + 1);
    }
    assertThat(engine.handles()).isEqualTo(before);
    x.close();
  }

  @Test
  void gradientsFlowThroughKernelsAndTheirHandlesBelongToTheScope() {
    try (NDManager scope = engine.scope();
        NDManager inner = engine.scope()) {
      NDArray x = scope.create(new float[] {1, 2}).duplicate();
      x.setRequiresGradient(true);
      assertThat(Gradients.of(inner, x).toFloatArray()).containsExactly(0, 0);
      NDArray loss = Gradients.on(() -> kernels.one(inner, "scaled", x, 3.0, 2).sum());
      Gradients.backward(loss);
      NDArray gradient = Gradients.of(inner, x);
      assertThat(gradient.toFloatArray()).containsExactly(9, 9);
      assertThat(gradient.getManager()).isSameAs(inner);
      assertThat(kernels.one(inner, "gradient", x).toFloatArray()).containsExactly(9, 9);
    }
  }

  @Test
  void withoutGradientModeNoGraphIsBuilt() {
    try (NDManager scope = engine.scope()) {
      NDArray x = scope.create(new float[] {1, 2}).duplicate();
      x.setRequiresGradient(true);
      NDArray y = Gradients.off(() -> kernels.one(scope, "scaled", x, 3.0, 2));
      assertThat(engine.hasGraph(y)).isFalse();
      // and the result is no inference tensor: it may be used where a graph is built
      Gradients.backward(Gradients.on(() -> y.mul(x).sum()));
      assertThat(Gradients.of(scope, x).toFloatArray()).containsExactly(9, 18);
    }
  }

  @Test
  void bfloat16BytesGoInAndOut() {
    try (NDManager scope = engine.scope()) {
      // 1.0 and -3.0, little-endian; the upper halves of 0x3f800000 and 0xc0400000
      byte[] bytes = {(byte) 0x80, 0x3f, 0x40, (byte) 0xc0};
      NDArray raw = scope.create(ByteBuffer.wrap(bytes), new Shape(4), DataType.UINT8);
      NDArray values = engine.kernels().one(scope, "from_bytes", raw, Dtype.BF16.code());
      assertThat(values.toFloatArray()).containsExactly(1, -3);
      NDArray back = engine.kernels().one(scope, "to_bytes", values, Dtype.BF16.code());
      assertThat(back.toByteArray()).containsExactly(bytes);
    }
  }

  @Test
  void keepsABoundedNumberOfNumbers() {
    try (NDManager scope = engine.scope()) {
      NDArray x = scope.ones(new Shape(1));
      for (int i = 0; i < 5000; i++) {
        try (NDArray y = kernels.one(scope, "scaled", x, i / 7.0, 1)) {
          assertThat(y.getFloat()).isCloseTo(i / 7f, within(1e-3f));
        }
      }
    }
  }

  @Test
  void saysWhatIsWrongWithACall() {
    try (NDManager scope = engine.scope()) {
      NDArray x = scope.ones(new Shape(2));
      assertThatThrownBy(() -> kernels.call(scope, "scale", x))
          .hasMessageContaining("no kernel is named scale; there are bump");
      assertThatThrownBy(() -> kernels.call(scope, "scaled", x))
          .hasMessage("kernel scaled takes 3 arguments, not 1");
      assertThatThrownBy(() -> kernels.call(scope, "bump", List.of(x)))
          .hasMessage("kernel bump: x is a list of 1; it takes TENSOR");
      assertThatThrownBy(() -> kernels.call(scope, "sums", List.of(), List.of(x), true))
          .hasMessage("kernel sums: xs is a list of 0; it takes LIST");
      assertThatThrownBy(() -> kernels.call(scope, "fails", x, scope.ones(new Shape(3))))
          .hasMessageContaining("inconsistent tensor size")
          .hasMessageContaining("matmul");
    }
  }

  @Test
  void refusesSourcesThatCannotWork() {
    assertThatThrownBy(() -> KernelSource.parse("a.py", "def f(self, x) -> Tensor:\n  return x\n"))
        .hasMessage("kernels: a.py: f has the parameter 'x'; it must read name: Type");
    assertThatThrownBy(() -> KernelSource.parse("a.py", "def f(x: Tensor):\n  return x\n"))
        .hasMessageContaining("has 1 functions of which 0 read");
    assertThatThrownBy(
            () -> KernelSource.parse("a.py", "def f(self, x: str) -> Tensor:\n  return x\n"))
        .hasMessageContaining("f takes a str");
    assertThatThrownBy(() -> KernelSource.read("bantam/absent.py"))
        .hasMessage("kernels: no resource bantam/absent.py");
    KernelSource good =
        KernelSource.parse("a.py", "def f(self, x: Tensor) -> Tensor:\n  return x\n");
    assertThatThrownBy(() -> Kernels.of(engine.manager(), List.of(good, good)))
        .hasMessage("kernels: f is defined again in a.py");
    KernelSource bad =
        KernelSource.parse(
            "a.py", "def f(self, x: Tensor) -> Tensor:\n  return torch.nonsense(x)\n");
    assertThatThrownBy(() -> Kernels.of(engine.manager(), List.of(bad)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nonsense");
  }
}
