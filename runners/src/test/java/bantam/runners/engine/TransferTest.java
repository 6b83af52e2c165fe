package bantam.runners.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.data.tensors.TensorType;
import bantam.recipes.Common;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferTest {
  /** More than two pieces, and no whole number of them. */
  private static final int ROWS = 2_500_001;

  private static ByteBuffer numbers(TensorType type, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      float value = i % 251 - 125; // exact in every type
      switch (type) {
        case F32 -> bytes.putFloat(value);
        case F16 -> bytes.putShort(half(value));
        default -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
      }
    }
    return bytes.flip();
  }

  /** IEEE 754 binary16 of a whole number below 2048. */
  private static short half(float value) {
    if (value == 0) {
      return 0;
    }
    int bits = Float.floatToRawIntBits(value);
    int exponent = ((bits >>> 23) & 0xff) - 127 + 15;
    return (short) (((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff));
  }

  @ParameterizedTest
  @CsvSource({"F32", "F16", "BF16"})
  void bringsEveryPieceToItsPlace(TensorType type) {
    ByteBuffer all = numbers(type, 2 * ROWS);
    AtomicLong asked = new AtomicLong();
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1)) {
      NDArray loaded =
          Transfer.load(
              engine.manager(),
              engine,
              new Shape(ROWS, 2),
              type,
              (from, into) -> {
                asked.addAndGet(into.remaining());
                into.put(all.slice((int) from, into.remaining()));
              });
      assertThat(loaded.getShape()).isEqualTo(new Shape(ROWS, 2));
      assertThat(asked).hasValue(all.capacity());
      float[] values = loaded.toFloatArray();
      for (int i = 0; i < values.length; i++) {
        if (values[i] != i % 251 - 125) {
          assertThat(values[i]).as("value %d", i).isEqualTo(i % 251 - 125);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"F32", "BF16"})
  void givesEveryPieceBack(Dtype dtype) {
    TensorType type = TensorType.valueOf(dtype.name());
    ByteBuffer all = numbers(type, 2 * ROWS);
    ByteBuffer stored = ByteBuffer.allocate(all.capacity());
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1)) {
      float[] values = new float[2 * ROWS];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 251 - 125;
      }
      NDArray array = engine.manager().create(values, new Shape(2, ROWS));
      Transfer.store(array, dtype, engine).forEach(stored::put);
      int handles = engine.handles(); // the numbers of the pieces are kept for the next time
      Transfer.store(array, dtype, engine).forEach(piece -> {});
      assertThat(engine.handles()).isEqualTo(handles);
    }
    assertThat(stored.flip()).isEqualTo(all);
  }

  @Test
  void takesScalarsAndEmptyTensors() {
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1);
        NDManager scope = engine.scope()) {
      NDArray scalar =
          Transfer.load(
              scope,
              engine,
              new Shape(),
              TensorType.F32,
              (from, into) -> into.order(ByteOrder.LITTLE_ENDIAN).putFloat(2.5f));
      assertThat(scalar.getFloat()).isEqualTo(2.5f);
      NDArray none =
          Transfer.load(
              scope,
              engine,
              new Shape(0, 3),
              TensorType.F32,
              (from, into) -> {
                throw new AssertionError("nothing to read");
              });
      assertThat(none.getShape()).isEqualTo(new Shape(0, 3));
      assertThat(Transfer.store(none, Dtype.F32, engine)).isEmpty();
    }
  }
}
