package bantam.cli;

import bantam.data.tensors.Safetensors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a model's file holds. */
final class Weights {
  private Weights() {}

  /** The bytes of the tensors whose names contain a word, by name. */
  static SortedMap<String, ByteBuffer> of(Path run, String word) {
    SortedMap<String, ByteBuffer> found = new TreeMap<>();
    try (Safetensors file = Safetensors.open(run.resolve("model/model.safetensors"))) {
      for (String name : file.entries().keySet()) {
        if (name.contains(word)) {
          ByteBuffer bytes = file.bytes(name);
          found.put(name, ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        }
      }
    }
    return found;
  }
}
