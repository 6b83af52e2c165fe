package bantam.recipes;

import java.util.List;
import java.util.Optional;

/** Small catalogues that stand for those of the other modules. */
final class Fakes {
  private Fakes() {}

  enum Part {
    TRAIN,
    VALIDATION
  }

  record World(
      @Key(value = "stories", preset = "1000", min = 1) int stories,
      @Key(value = "seed of the world", preset = "1", min = 0) long seed,
      @Key(value = "which part", preset = "train") Part part) {}

  record Text(@Key("a text file") Input path) {}

  record Bpe(@Key(value = "pieces", min = 257) int vocabSize) {}

  record FromFile(@Key("tokenizer.json") Input path) {}

  record Llama(
      @Key(value = "width", min = 1) int width,
      @Key(value = "layers", preset = "2", min = 1) int layers,
      @Key(value = "widths of the FFN by layer") Optional<List<Integer>> ffn,
      @Key(value = "tied head", preset = "true") boolean tied) {
    Llama {
      Checks.checkField(width % 2 == 0, "width", width, "must be even");
    }
  }

  record Checkpoint(@Key("directory") Input path) {}

  record AdamW(
      @Key(value = "weight decay", preset = "0.1", min = 0) double weightDecay,
      @Key(value = "decay of the mean", preset = "0.9", min = 0, max = 1) double beta1) {}

  record Cosine(
      @Key(value = "warm-up steps", preset = "0", min = 0) int warmup,
      @Key(value = "last rate over peak rate", preset = "0.1", min = 0, max = 1) double floor) {}

  record Kl(@Key(value = "softens both sides", preset = "1.0", min = 0.01) double temperature) {}

  record Nothing() {}

  record LowRank(@Key(value = "rank", preset = "8", min = 1) int r) {}

  record Jsonl(@Key("a JSONL file") Input path) {}

  static Catalogues catalogues() {
    return new Catalogues(
        List.of(
            Catalogue.of("corpus", entry("world", World.class), entry("text", Text.class)),
            Catalogue.of("tokenizer", entry("bpe", Bpe.class), entry("file", FromFile.class)),
            Catalogue.of("architecture", entry("llama", Llama.class)),
            Catalogue.of(
                "student", entry("checkpoint", Checkpoint.class), entry("llama", Llama.class)),
            Catalogue.of("optimizer", entry("adamw", AdamW.class)),
            Catalogue.of(
                "schedule", entry("cosine", Cosine.class), entry("constant", Nothing.class)),
            Catalogue.of("distillation loss", entry("forward-kl", Kl.class)),
            Catalogue.of("adapter", entry("lora", LowRank.class)),
            Catalogue.of(
                "pruning criterion",
                entry("ffn-taylor", Nothing.class),
                entry("layer-random", Nothing.class)),
            Catalogue.of("metric", entry("acc", Nothing.class), entry("acc_norm", Nothing.class)),
            Catalogue.of("filter", entry("take-first", Nothing.class)),
            Catalogue.of("probe", entry("attention-sink", Nothing.class)),
            Catalogue.of("perturbation", entry("typos", Nothing.class)),
            Catalogue.of("records", entry("jsonl", Jsonl.class)),
            Catalogue.of("items", entry("jsonl", Jsonl.class), entry("world", World.class))));
  }

  private static <O extends Record> Catalogue.Entry<String, O> entry(String name, Class<O> type) {
    return new Catalogue.Entry<>(name, "for tests", type, Record::toString);
  }
}
