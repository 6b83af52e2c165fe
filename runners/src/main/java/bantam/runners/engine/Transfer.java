package bantam.runners.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import bantam.data.tensors.TensorType;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Moves tensors between files and the engine's device in pieces, so that a tensor may have any size
 * and is in memory once. On the CPU the bytes of float32 go from the file to their place, and from
 * there to the file, without a copy between.
 */
public final class Transfer {
  /** Bytes of a piece: large enough for the disk, small enough for the cache. */
  private static final int PIECE = 1 << 22;

  /** Elements behind one buffer, which Java limits to 2 GiB. */
  private static final long WINDOW = 1L << 28;

  /** libtorch's numbers of the types that weights come in. */
  private static final Map<TensorType, Integer> CODES =
      Map.of(TensorType.F16, 5, TensorType.F32, 6, TensorType.BF16, 15);

  private Transfer() {}

  /** Where a tensor's bytes come from; several threads ask at once. */
  @FunctionalInterface
  public interface Bytes {
    /**
     * @param from bytes from the tensor's start
     * @param into is filled
     */
    void read(long from, ByteBuffer into);
  }

  /** Whether {@link #load} takes a type. */
  public static Optional<Integer> code(TensorType type) {
    return Optional.ofNullable(CODES.get(type));
  }

  /**
   * Reads a tensor.
   *
   * @param into owns the result
   * @param type F32, F16 or BF16
   * @return of the shape, float32, on the engine's device
   */
  public static NDArray load(
      NDManager into, Engine engine, Shape shape, TensorType type, Bytes bytes) {
    int code = code(type).orElseThrow(() -> new IllegalArgumentException(type.toString()));
    NDArray whole = into.create(shape, DataType.FLOAT32);
    try (NDManager scope = engine.scope()) {
      NDArray flat = engine.kernels().one(scope, "flat", whole);
      if (type == TensorType.F32 && !engine.device().isGpu()) {
        direct(engine, flat, bytes);
      } else {
        converted(engine, flat, type, code, bytes);
      }
    }
    return whole;
  }

  /**
   * A tensor over bytes that are in memory already, without a copy, on the CPU.
   *
   * @param into owns the result, which keeps the bytes alive
   * @param bytes float32, little-endian, outside the heap; writing the tensor writes them
   */
  public static NDArray over(NDManager into, Shape shape, ByteBuffer bytes) {
    return into.create(bytes, shape, DataType.FLOAT32);
  }

  private static void direct(Engine engine, NDArray flat, Bytes bytes) {
    long elements = flat.size();
    for (long begin = 0; begin < elements; begin += WINDOW) {
      long first = 4 * begin;
      try (NDManager scope = engine.scope()) {
        long end = Math.min(elements, begin + WINDOW);
        ByteBuffer room =
            engine.kernels().one(scope, "slice_rows", flat, begin, end).toByteBuffer(true);
        int size = room.capacity();
        IntStream.range(0, (size + PIECE - 1) / PIECE)
            .parallel()
            .forEach(
                i -> {
                  int from = i * PIECE;
                  bytes.read(first + from, room.slice(from, Math.min(PIECE, size - from)));
                });
      }
    }
  }

  private static void converted(
      Engine engine, NDArray flat, TensorType type, int code, Bytes bytes) {
    long elements = flat.size();
    int step = PIECE / type.bytes();
    for (long begin = 0; begin < elements; begin += step) {
      int count = (int) Math.min(step, elements - begin);
      try (NDManager scope = engine.scope();
          NDManager host = engine.manager().newSubManager(Device.cpu())) {
        NDArray raw = host.create(new Shape((long) count * type.bytes()), DataType.UINT8);
        bytes.read(begin * type.bytes(), raw.toByteBuffer(true));
        NDArray place = engine.kernels().one(scope, "slice_rows", flat, begin, begin + count);
        engine.kernels().run("put_bytes", place, raw, code);
      }
    }
  }

  /**
   * A tensor's bytes in another dtype, little-endian, piece by piece; a buffer is valid until the
   * next one is asked for.
   *
   * @param array float32, contiguous
   */
  public static Iterable<ByteBuffer> store(NDArray array, Dtype dtype, Engine engine) {
    return store(scope -> array, dtype, engine);
  }

  /**
   * The same of a tensor that is made when its turn comes.
   *
   * @param array makes it; the manager is closed behind the last piece
   */
  public static Iterable<ByteBuffer> store(
      Function<NDManager, NDArray> array, Dtype dtype, Engine engine) {
    return () -> {
      NDManager owner = engine.scope();
      return new Pieces(array.apply(owner), owner, dtype, engine);
    };
  }

  private static final class Pieces implements Iterator<ByteBuffer> {
    private final NDArray array;
    private final NDManager owner;
    private final Dtype dtype;
    private final Engine engine;
    private final long size;
    private NDManager scope;
    private long begin;

    Pieces(NDArray array, NDManager owner, Dtype dtype, Engine engine) {
      this.array = array;
      this.owner = owner;
      this.size = array.size();
      this.dtype = dtype;
      this.engine = engine;
      this.scope = engine.scope();
    }

    @Override
    public boolean hasNext() {
      if (begin >= size) {
        scope.close();
        owner.close();
        return false;
      }
      return true;
    }

    @Override
    public ByteBuffer next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      scope.close();
      scope = engine.scope();
      long end = Math.min(size, begin + PIECE);
      NDArray flat = engine.kernels().one(scope, "flat", array);
      NDArray piece = engine.kernels().one(scope, "slice_rows", flat, begin, end);
      begin = end;
      boolean here = !engine.device().isGpu();
      return here && dtype == Dtype.F32
          ? piece.toByteBuffer(true)
          : engine.kernels().one(scope, "to_bytes", piece, dtype.code()).toByteBuffer(here);
    }
  }
}
