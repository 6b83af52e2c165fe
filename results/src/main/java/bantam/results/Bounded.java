package bantam.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** The first bytes of a file that may have more. */
final class Bounded implements ReadableByteChannel {
  private final FileChannel channel;
  private final long end;

  Bounded(FileChannel channel, long end) {
    this.channel = channel;
    this.end = end;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    long left = end - channel.position();
    if (left == 0) {
      return -1;
    }
    int limit = into.limit();
    into.limit((int) Math.min(limit, into.position() + left));
    int count = channel.read(into);
    into.limit(limit);
    return count;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
