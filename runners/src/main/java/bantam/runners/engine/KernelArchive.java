package bantam.runners.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive in memory: a zip of stored entries, an empty pickled module and the source
 * that libtorch compiles when it loads it.
 */
final class KernelArchive {
  private KernelArchive() {}

  /** The archive of one module whose methods are all functions of the sources. */
  static byte[] of(List<KernelSource> sources) {
    StringBuilder code = new StringBuilder();
    code.append("class Kernels(Module):\n  __parameters__ = []\n  __buffers__ = []\n");
    code.append("  training : bool\n");
    sources.forEach(source -> code.append(source.methods()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "kernels/data.pkl", emptyModule());
      store(zip, "kernels/code/__torch__.py", code.toString().getBytes(StandardCharsets.UTF_8));
      store(zip, "kernels/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      store(zip, "kernels/version", "10\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("kernels: a stream in memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** Pickle protocol 2 of {@code Kernels()} with the attributes {@code {training: True}}. */
  private static byte[] emptyModule() {
    String text = "\u0080\u0002c__torch__\nKernels\n)\u0081}(X\b\0\0\0training\u0088ub.";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
