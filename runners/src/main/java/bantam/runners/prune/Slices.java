package bantam.runners.prune;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Rows and columns of a matrix in memory, byte for byte, whatever its elements are. */
final class Slices {
  private Slices() {}

  /**
   * The given rows, in the given order.
   *
   * @param bytes a row-major matrix, or a vector when {@code rowBytes} is one element's size
   */
  static ByteBuffer rows(ByteBuffer bytes, int rowBytes, List<Integer> kept) {
    ByteBuffer out = allocate(Math.multiplyExact(kept.size(), rowBytes));
    for (int row : kept) {
      out.put(bytes.slice(row * rowBytes, rowBytes));
    }
    return out.flip();
  }

  /**
   * The given columns of every row, in the given order.
   *
   * @param width bytes of one element
   */
  static ByteBuffer columns(ByteBuffer bytes, int rowBytes, int width, List<Integer> kept) {
    int rows = bytes.remaining() / rowBytes;
    ByteBuffer out = allocate(Math.multiplyExact(rows, kept.size() * width));
    byte[] row = new byte[rowBytes];
    for (int i = 0; i < rows; i++) {
      bytes.get(i * rowBytes, row);
      for (int column : kept) {
        out.put(row, column * width, width);
      }
    }
    return out.flip();
  }

  private static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
