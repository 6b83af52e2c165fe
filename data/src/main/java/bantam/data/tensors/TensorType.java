package bantam.data.tensors;

import java.util.Arrays;
import java.util.Optional;

/**
 * The element types of safetensors files, from the widest alignment to the narrowest: the order in
 * which the reference implementation lays tensors out.
 */
public enum TensorType {
  U64(8),
  I64(8),
  F64(8),
  F32(4),
  U32(4),
  I32(4),
  BF16(2),
  F16(2),
  U16(2),
  I16(2),
  F8_E4M3(1),
  F8_E5M2(1),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  static Optional<TensorType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
