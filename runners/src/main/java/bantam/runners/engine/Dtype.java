package bantam.runners.engine;

import bantam.recipes.Common;

/**
 * A floating type of tensors.
 *
 * <p>bfloat16 exists only inside kernels and in files: DJL's own calls cannot name it (its {@code
 * getDataType()} says {@code UNKNOWN}) and {@code toType(BFLOAT16)} ends the process.
 */
public enum Dtype {
  /** 32-bit IEEE 754. */
  F32(6, "float32", 4),
  /** 16 bits: the upper half of an f32. */
  BF16(15, "bfloat16", 2);

  private final int code;
  private final String torchName;
  private final int bytes;

  Dtype(int code, String torchName, int bytes) {
    this.code = code;
    this.torchName = torchName;
    this.bytes = bytes;
  }

  /** libtorch's number of the type, as kernels take it. */
  public int code() {
    return code;
  }

  /** PyTorch's name of the type, as {@code config.json} says it. */
  public String torchName() {
    return torchName;
  }

  /** Bytes of one value. */
  public int bytes() {
    return bytes;
  }

  /** The name that recipes use: {@code f32} or {@code bf16}. */
  public Common.Dtype recipeName() {
    return this == F32 ? Common.Dtype.F32 : Common.Dtype.BF16;
  }
}
