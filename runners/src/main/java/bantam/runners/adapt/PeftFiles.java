package bantam.runners.adapt;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.InputException;
import bantam.results.files.Disk;
import bantam.results.files.Whole;
import bantam.runners.model.Decoder;
import bantam.runners.model.LowRank;
import bantam.runners.model.Parameters;
import bantam.runners.train.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * LoRA adapters as PEFT keeps them: {@code adapter_config.json} and {@code
 * adapter_model.safetensors} with {@code base_model.model.PATH.lora_A.weight} (r, inputs) and
 * {@code lora_B.weight} (outputs, r).
 */
final class PeftFiles {
  private static final String PREFIX = "base_model.model.";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";
  private static final String CONFIG = "adapter_config.json";
  private static final String TENSORS = "adapter_model.safetensors";

  private PeftFiles() {}

  /** The name of a linear map's inner matrix. */
  static String a(String linear) {
    return PREFIX + linear + A;
  }

  /** The name of a linear map's outer matrix. */
  static String b(String linear) {
    return PREFIX + linear + B;
  }

  /** Writes the adapters that are on a model. */
  static void write(Path directory, PeftConfig config, Decoder decoder) {
    SortedMap<String, NDArray> tensors = new TreeMap<>();
    decoder
        .adapters()
        .forEach(
            (linear, adapter) -> {
              tensors.put(a(linear), adapter.a());
              tensors.put(b(linear), adapter.b());
            });
    Whole.write(directory.resolve(CONFIG), config.json());
    TensorFile.write(directory.resolve(TENSORS), tensors, Map.of("format", "pt"), decoder.engine());
  }

  /** Puts a directory's adapter on a model, with the dropout that it was trained with. */
  static void read(Path directory, Decoder decoder) {
    Path file = directory.resolve(CONFIG);
    PeftConfig config = PeftConfig.parse(file, text(file));
    Path tensorFile = directory.resolve(TENSORS);
    try (NDManager scope = decoder.engine().scope()) {
      SortedMap<String, NDArray> tensors = TensorFile.read(scope, tensorFile, decoder.engine());
      if (tensors.isEmpty()) {
        throw new InputException(tensorFile + ": holds no tensors");
      }
      SortedSet<String> linears = new TreeSet<>();
      tensors.keySet().forEach(name -> linears.add(linear(tensorFile, name)));
      linears.forEach(linear -> checkFits(tensorFile, config, decoder, tensors, linear));
      for (String linear : linears) {
        NDArray a = tensors.get(a(linear));
        NDArray b = tensors.get(b(linear));
        decoder.adapt(linear, new LowRank(a, b, config.scale(), config.dropout()));
      }
    }
  }

  private static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": there is no such file; an adapter directory holds one");
    }
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw Disk.cannotRead(file, e);
    }
  }

  private static String linear(Path file, String name) {
    String suffix = name.endsWith(A) ? A : B;
    if (!name.startsWith(PREFIX) || !name.endsWith(suffix)) {
      throw new InputException(
          "%s: tensor '%s' is no LoRA matrix; Bantam reads %sPATH%s and %s"
              .formatted(file, name, PREFIX, A, B));
    }
    return name.substring(PREFIX.length(), name.length() - suffix.length());
  }

  private static void checkFits(
      Path file,
      PeftConfig config,
      Decoder decoder,
      SortedMap<String, NDArray> tensors,
      String linear) {
    if (!Parameters.linears(decoder.config()).contains(linear)) {
      throw new InputException(
          "%s: does not fit this model, which has no linear map '%s'".formatted(file, linear));
    }
    Shape weight = decoder.weights().get(linear + ".weight").getShape();
    checkShape(file, tensors, a(linear), new Shape(config.r(), weight.get(1)));
    checkShape(file, tensors, b(linear), new Shape(weight.get(0), config.r()));
  }

  private static void checkShape(
      Path file, SortedMap<String, NDArray> tensors, String name, Shape wanted) {
    NDArray tensor = tensors.get(name);
    if (tensor == null) {
      throw new InputException("%s: holds no tensor named '%s'".formatted(file, name));
    }
    if (!tensor.getShape().equals(wanted)) {
      throw new InputException(
          "%s: does not fit this model: tensor '%s' has the shape %s, where %s is wanted"
              .formatted(file, name, tensor.getShape(), wanted));
    }
  }
}
