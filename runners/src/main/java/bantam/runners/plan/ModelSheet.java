package bantam.runners.plan;

import ai.djl.ndarray.types.Shape;
import bantam.data.tensors.Weights;
import bantam.recipes.InputException;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.runners.engine.Dtype;
import bantam.runners.model.Block;
import bantam.runners.model.ConfigFiles;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import bantam.runners.model.Rope;
import bantam.runners.model.family.Families;
import bantam.runners.model.family.Family;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** What a checkpoint directory holds and what it takes to use it; no weight is read. */
public final class ModelSheet {
  /** Tokens that memory is told for, where the model can read so many. */
  private static final int CONTEXT = 1024;

  /** Of the LoRA whose memory is told, on all linear maps. */
  private static final int RANK = 8;

  private Table table =
      Table.of(new Heading("property"), new Heading("value"), new Heading("unit"));

  private ModelSheet() {}

  /**
   * @param dtype what would be computed in
   * @throws InputException for a directory that holds no model, or one that is not understood
   */
  public static Table of(Path directory, Dtype dtype) {
    ModelConfig config = ConfigFiles.read(directory);
    ModelSheet sheet = new ModelSheet();
    sheet.shape(config);
    sheet.line("dtype", stored(directory), "");
    List<String> unread = ConfigFiles.passedOver(directory);
    if (!unread.isEmpty()) {
      sheet.line("keys that bear on nothing", String.join(", ", unread), "");
    }
    sheet.memory(config, dtype);
    return sheet.table;
  }

  private void line(String property, Object value, String unit) {
    table = table.with(property, String.valueOf(value), unit);
  }

  private void shape(ModelConfig config) {
    Family family = Families.of(config.family());
    line("family", family.name(), "");
    line("architecture", family.architecture(), "");
    line("parameters", Parameters.count(config), "");
    line("vocabulary", config.vocabulary(), "tokens");
    line("layers", config.layers(), "");
    line("width", config.hidden(), "");
    line(
        "heads",
        "%d of %d, on %d".formatted(config.heads(), config.headDim(), config.kvHeads()),
        "");
    line("feed-forward", widths(config), "channels");
    line("longest sequence", config.maxPositions(), "tokens");
    line("layer", layer(config.block()), "");
    line("head", config.tied() ? "tied to the embedding" : "its own", "");
  }

  private static String widths(ModelConfig config) {
    return config.uniform() ? Integer.toString(config.ffn().get(0)) : config.ffn().toString();
  }

  /** What the layers compute, in words. */
  private static String layer(Block block) {
    List<String> words = new ArrayList<>();
    words.add(norm(block.norms().kind()) + " " + place(block.norms().placing()));
    words.add(
        block.positions() instanceof Block.Rotary rotary
            ? "rotary positions, %d dimensions, base %.0f%s"
                .formatted(
                    rotary.dimensions(), rotary.rope().theta(), scaling(rotary.rope().scaling()))
            : "learned positions");
    Block.Attention attention = block.attention();
    if (attention.window() > 0) {
      long sliding = attention.sliding().stream().filter(slides -> slides).count();
      words.add("%d layers see %d tokens".formatted(sliding, attention.window()));
    }
    if (attention.qkNorm() != Block.QkNorm.NONE) {
      words.add("queries and keys normed, " + word(attention.qkNorm()));
    }
    if (attention.cap() > 0) {
      words.add("scores within " + attention.cap());
    }
    words.add(
        (block.feedForward().gated() ? "gated " : "") + word(block.feedForward().activation()));
    if (block.parallel()) {
      words.add("sublayers in parallel");
    }
    if (block.logitCap() > 0) {
      words.add("logits within " + block.logitCap());
    }
    return String.join("; ", words);
  }

  private static String scaling(Rope.Scaling scaling) {
    if (scaling instanceof Rope.Linear linear) {
      return ", stretched %s times".formatted(linear.factor());
    }
    return scaling instanceof Rope.Llama3 llama
        ? ", long waves stretched %s times".formatted(llama.factor())
        : "";
  }

  private static String norm(Block.Norm norm) {
    return switch (norm) {
      case RMS -> "RMSNorm";
      case RMS_PLUS_ONE -> "RMSNorm by 1 + w";
      case LAYER -> "LayerNorm";
    };
  }

  private static String place(Block.Placing placing) {
    return switch (placing) {
      case BEFORE -> "before sublayers";
      case AFTER -> "behind sublayers";
      case AROUND -> "around sublayers";
    };
  }

  private static String word(Object name) {
    return name.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The types of the tensors in the file, or what config.json says of them. */
  private static String stored(Path directory) {
    if (!Weights.exist(directory)) {
      var json = ConfigFiles.origin(directory).config();
      return json.path("torch_dtype").asText(json.path("dtype").asText("not told"));
    }
    try (Weights tensors = Weights.open(directory)) {
      TreeSet<String> types = new TreeSet<>();
      tensors.entries().values().forEach(entry -> types.add(entry.type().toString()));
      return String.join(", ", types);
    }
  }

  private void memory(ModelConfig config, Dtype dtype) {
    int context = Math.min(CONTEXT, config.maxPositions());
    long parameters = Parameters.count(config);
    String of = " in %s".formatted(word(dtype));
    String sequence = "%s, 1 sequence of %d tokens".formatted(of, context);
    line("memory of weights" + of, Footprint.stored(parameters, dtype) >> 20, "MiB");
    line(
        "memory of inference" + sequence,
        Footprint.inference(config, context, dtype).bytes() >> 20,
        "MiB");
    long adapter = adapter(config);
    line("parameters of LoRA, rank %d".formatted(RANK), adapter, "");
    line("memory of LoRA" + sequence, training(config, adapter, context, dtype) >> 20, "MiB");
    line("memory of full training" + sequence, training(config, 0, context, dtype) >> 20, "MiB");
  }

  /** Of low-rank updates of all linear maps. */
  private static long adapter(ModelConfig config) {
    SortedMap<String, Shape> shapes = Parameters.shapes(config);
    return Parameters.linears(config).stream()
        .map(linear -> shapes.get(linear + ".weight"))
        .mapToLong(shape -> RANK * (shape.get(0) + shape.get(1)))
        .sum();
  }

  private static long training(ModelConfig config, long adapter, int context, Dtype dtype) {
    return Footprint.training(
            new Footprint.Pass(
                config, adapter, 0, Optional.empty(), 1, false, context, false, dtype))
        .bytes();
  }
}
