package bantam.runners.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlicesTest {
  /** Three rows of two elements of two bytes. */
  private static final byte[] MATRIX = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

  @Test
  void keepsRows() {
    assertThat(bytes(Slices.rows(ByteBuffer.wrap(MATRIX), 4, List.of(0, 2))))
        .containsExactly(0, 1, 2, 3, 8, 9, 10, 11);
  }

  @Test
  void keepsColumns() {
    assertThat(bytes(Slices.columns(ByteBuffer.wrap(MATRIX), 4, 2, List.of(1))))
        .containsExactly(2, 3, 6, 7, 10, 11);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
