package bantam.runners.adapt;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.InputException;
import bantam.results.files.Disk;
import bantam.runners.engine.Kernels;
import bantam.runners.model.Decoder;
import bantam.runners.model.LowRank;
import bantam.runners.model.family.Families;
import bantam.runners.model.family.Names;
import bantam.runners.train.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the adapter of a directory on a model, or says why it does not fit. */
final class PeftReader {
  // some versions of PEFT end the magnitudes' name with .weight
  private static final Pattern TENSOR =
      Pattern.compile(
          Pattern.quote(PeftFiles.PREFIX)
              + "(.+)(\\.lora_A\\.weight|\\.lora_B\\.weight|\\.lora_magnitude_vector(?:\\.weight)?"
              + "|\\.lora_embedding_[AB])");

  private final Path file;
  private final PeftConfig config;
  private final Decoder decoder;
  private final SortedMap<String, Site> sites;
  private final SortedMap<String, NDArray> tensors = new TreeMap<>();

  private PeftReader(Path directory, Decoder decoder) {
    Path described = directory.resolve(PeftFiles.CONFIG);
    this.config = PeftKeys.parse(described, text(described));
    this.file = directory.resolve(PeftFiles.TENSORS);
    this.decoder = decoder;
    this.sites = Site.of(decoder.config());
  }

  /** Puts a directory's adapter on a model, with the dropout that it was trained with. */
  static void read(Path directory, Decoder decoder) {
    new PeftReader(directory, decoder).read();
  }

  private void read() {
    Path pickled = file.resolveSibling("adapter_model.bin");
    if (!Files.exists(file) && Files.exists(pickled)) {
      throw new InputException(
          pickled
              + ": is a pickle, which may run any code when it is read; save the adapter anew with"
              + " safe_serialization=True");
    }
    try (NDManager scope = decoder.engine().scope()) {
      SortedSet<String> modules = new TreeSet<>();
      TensorFile.read(scope, file, decoder.engine())
          .forEach((name, tensor) -> modules.add(take(name, tensor)));
      if (modules.isEmpty()) {
        throw new InputException(file + ": holds no tensors");
      }
      modules.forEach(this::checkFits);
      checkTargets(modules);
      modules.forEach(module -> adapt(scope, sites.get(module)));
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

  /** Keeps a tensor and says its module. */
  private String take(String name, NDArray tensor) {
    Matcher matcher = TENSOR.matcher(name);
    if (!matcher.matches()) {
      throw new InputException(
          "%s: tensor '%s' is no LoRA matrix; Bantam reads %sMODULE%s, %s and %s"
              .formatted(
                  file, name, PeftFiles.PREFIX, PeftFiles.A, PeftFiles.B, PeftFiles.MAGNITUDE));
    }
    boolean magnitude = matcher.group(2).startsWith(PeftFiles.MAGNITUDE);
    if (magnitude && !config.dora()) {
      throw new InputException(
          "%s: holds '%s', but use_dora is not true in %s".formatted(file, name, PeftFiles.CONFIG));
    }
    tensors.put(magnitude ? magnitude(matcher.group(1)) : name, tensor);
    return matcher.group(1);
  }

  private static String a(String module) {
    return PeftFiles.PREFIX + module + PeftFiles.A;
  }

  private static String b(String module) {
    return PeftFiles.PREFIX + module + PeftFiles.B;
  }

  private static String magnitude(String module) {
    return PeftFiles.PREFIX + module + PeftFiles.MAGNITUDE;
  }

  private void checkFits(String module) {
    Site site = sites.get(module);
    if (site == null) {
      throw new InputException("%s: does not fit this model: %s".formatted(file, stranger(module)));
    }
    long rank = config.rank(module);
    checkShape(a(module), new Shape(rank, site.inputs()));
    checkShape(b(module), new Shape(site.outputs(), rank));
    if (config.dora()) {
      checkShape(magnitude(module), new Shape(site.outputs()));
    }
  }

  private void checkShape(String name, Shape wanted) {
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

  /** Why a module that the model's layers do not have cannot be adapted. */
  private String stranger(String module) {
    Names names = Families.of(decoder.config().family()).names();
    boolean head = module.equals(names.outside("lm_head"));
    if (head && decoder.config().tied()) {
      return "it adapts the head '%s', whose weight is the embedding's here as well, so that merging would change both; Bantam adapts the layers' linear maps"
          .formatted(module);
    }
    if (head || module.equals(names.outside("model.embed_tokens"))) {
      return "it adapts '%s'; Bantam adapts the layers' linear maps only".formatted(module);
    }
    if (firstLayer(names, module).filter(sites.keySet()::contains).isPresent()) {
      return "it adapts '%s'; the model has %d layers, counted from 0"
          .formatted(module, decoder.config().layers());
    }
    return "it adapts '%s'; a %s model has linear maps such as '%s'"
        .formatted(module, decoder.config().family(), sites.firstKey());
  }

  /** The module of the same name in layer 0. */
  private static Optional<String> firstLayer(Names names, String module) {
    Matcher layer = Pattern.compile(Pattern.quote(names.layers()) + "\\d+(\\..+)").matcher(module);
    return layer.matches() ? Optional.of(names.layers() + "0" + layer.group(1)) : Optional.empty();
  }

  /** What the config says is adapted, and nothing else, must have tensors. */
  private void checkTargets(SortedSet<String> modules) {
    for (String module : modules) {
      if (!config.targets().take(module)) {
        throw new InputException(
            "%s: holds '%s', but target_modules in %s does not take that module"
                .formatted(file, a(module), PeftFiles.CONFIG));
      }
    }
    for (String module : sites.keySet()) {
      if (config.targets().take(module) && !modules.contains(module)) {
        throw new InputException(
            "%s: holds no tensor named '%s', though target_modules in %s takes that module"
                .formatted(file, a(module), PeftFiles.CONFIG));
      }
    }
  }

  private void adapt(NDManager scope, Site site) {
    Kernels kernels = decoder.engine().kernels();
    String module = site.name();
    NDArray a = tensors.get(a(module));
    Map<String, NDArray> b = site.split(scope, kernels, tensors.get(b(module)));
    Map<String, NDArray> magnitudes =
        config.dora() ? site.split(scope, kernels, tensors.get(magnitude(module))) : Map.of();
    List<String> linears = site.linears();
    for (String linear : linears) {
      LowRank adapter =
          new LowRank(
              a,
              b.get(linear),
              config.scale(module),
              config.dropout(),
              Optional.ofNullable(magnitudes.get(linear)));
      decoder.adapt(linear, adapter);
    }
  }
}
