package bantam.runners.prune;

import bantam.data.tensors.Weights;
import bantam.data.tensors.WeightsWriter;
import bantam.runners.model.ConfigFiles;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.TokenizerFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * Copies a Hugging Face checkpoint without what a cut leaves out. What stays keeps its bytes and
 * its element type; keys of {@code config.json} that bear on nothing are taken over.
 */
final class CutCheckpoint {
  private CutCheckpoint() {}

  /**
   * @param from a checkpoint directory
   * @param into exists and is empty
   */
  static void write(Path from, Path into, Cut cut) {
    ModelConfig before = ConfigFiles.read(from);
    try (Weights weights = Weights.open(from)) {
      WeightsWriter.write(into, CutTensors.of(weights, before, cut), WeightsWriter.LARGEST);
    }
    ConfigFiles.rewrite(into, after(before, cut), ConfigFiles.origin(from));
    TokenizerFiles.copy(from, into);
  }

  /** The shape that a cut leaves. */
  static ModelConfig after(ModelConfig before, Cut cut) {
    return cut instanceof Cut.Layers layers
        ? before.withLayers(layers.kept())
        : before.withFfn(cut.lists().stream().map(List::size).toList());
  }
}
