package bantam.runners.bench;

import bantam.runners.engine.Dtype;
import bantam.runners.model.ConfigFiles;
import bantam.runners.model.Llama;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A model and a batch that are measured. Heads are tied, as in the peers; a teacher has about twice
 * the student's parameters.
 *
 * @param rows sequences of a step
 * @param context tokens of a sequence
 * @param steps that are measured unless somebody says otherwise
 */
public record BenchShape(
    String name, int vocabulary, Llama student, Llama teacher, int rows, int context, int steps) {
  public static final List<BenchShape> ALL =
      List.of(
          new BenchShape("1M", 2048, llama(128, 4, 4, 344), llama(192, 4, 6, 512), 16, 128, 40),
          new BenchShape("14M", 8192, llama(384, 6, 6, 1024), llama(576, 6, 9, 1472), 8, 256, 12),
          new BenchShape(
              "110M", 32000, llama(768, 12, 12, 2048), llama(1152, 12, 18, 3008), 4, 512, 5));

  private static Llama llama(int hidden, int layers, int heads, int ffn) {
    return new Llama(hidden, layers, heads, 0, ffn, 0, true, 10000, 2048, 1e-5);
  }

  ModelConfig studentConfig() {
    return student.config(tokens());
  }

  ModelConfig teacherConfig() {
    return teacher.config(tokens());
  }

  private Tokens tokens() {
    return new Tokens(vocabulary, OptionalInt.empty(), List.of());
  }

  /** Writes the shapes of both models where the recipe looks for them; no weights. */
  public void write(Path directory) throws IOException {
    Path base = Files.createDirectory(directory.resolve("student"));
    ConfigFiles.write(base, studentConfig(), Dtype.F32);
    Path guide = Files.createDirectory(directory.resolve("teacher"));
    ConfigFiles.write(guide, teacherConfig(), Dtype.F32);
  }

  /** The recipe that asks for this, in YAML; checkpoints stand in directories beside it. */
  public String recipe(BenchMode mode, int count) {
    String method =
        switch (mode) {
          case FULL ->
              "kind: pretrain\nmodel: %s\ntokenizer: {use: bpe, vocab_size: %d}\n"
                  .formatted(yaml(student), vocabulary);
          case LORA -> "kind: lora\nmodel: student\nadapter: {use: lora, r: 8}\n";
          case DORA -> "kind: lora\nmodel: student\nadapter: {use: dora, r: 8}\n";
          case DISTILL -> "kind: distill\nteacher: teacher\nstudent: %s\n".formatted(yaml(student));
        };
    return method
        + """
          name: bench
          train: {use: text, path: none.txt}
          steps: %d
          batch_size: %d
          context: %d
          checkpoint_every: 0
          """
            .formatted(count, rows, context);
  }

  private static String yaml(Llama model) {
    return "{use: llama, hidden: %d, layers: %d, heads: %d, ffn: %d}"
        .formatted(model.hidden(), model.layers(), model.heads(), model.ffn());
  }
}
