package bantam.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Recipes that the tests read, and a folder to read them in. */
record Examples(Path folder) {
  static final String PRETRAIN =
      """
      kind: pretrain
      name: r
      model: {use: llama, width: 64}
      tokenizer: {use: bpe, vocab_size: 512}
      train: world
      steps: 10
      """;

  static final String MIX =
      """
      kind: finetune
      name: r
      model: base
      data:
        mix:
          - source: world
          - {source: {use: text, path: a.txt}, name: mine, weight: 0.5, epochs_max: 4}
          - source: {use: world, seed: 2}
            name: other
            weight: 0
            changes: [{from: 10, weight: 0.25}, {from: 20, weight: 0}]
      packing: stream-documents
      steps: 10
      """;

  static final String PIPELINE =
      """
      # a comment
      kind: pipeline
      name: small
      description: "one, two"
      seed: 5
      dtype: f32
      stages:
        teacher:
          kind: pretrain
          model: {use: llama, width: 64, ffn: [1, 2]}
          tokenizer: {use: bpe, vocab_size: 512}
          train: world
          steps: 100
          lr: 1e-3
        small:
          kind: prune
          model: ${teacher.model}
          criterion: ffn-taylor
          ratio: 0.5
          calibration: {use: world, stories: 10}
        student:
          kind: distill
          seed: 6
          teacher: ${teacher.model}
          student: {use: checkpoint, path: "${small.model}"}
          train: world
          steps: 50
        adapted:
          kind: lora
          model: ${student.model}
          train: {use: text, path: village.txt}
          steps: 5
        text:
          kind: generate
          model: ${adapted.model}
          prompts: ["Once upon", 'a time\\n', yes, 3]
        score:
          kind: evaluate
          model: ${student.model}
          adapter: ${adapted.adapter}
          corpora:
            village: {use: text, path: village.txt}
            town: {use: world, part: validation}
          tasks: [./facts.yaml]
      expect:
        - {that: score.facts.acc, above: chance, sigmas: 2}
        - {that: score.village.bits_per_byte, below: score.town.bits_per_byte, margin: 0.1}
        - {that: score.village.bits_per_byte, below: 2.5}
        - {that: score.all.acc, above: chance}
      """;

  static final String SWEEP =
      """
      kind: sweep
      name: rates
      recipe:
        kind: finetune
        model: base
        train: world
        steps: 10
      over:
        lr: [1e-3, 2e-3]
        schedule.warmup: [0, 5]
      """;

  static final String TASK =
      """
      name: facts
      description: knowing
      items: {use: jsonl, path: facts.jsonl}
      """;

  Document read(String yaml, String... overrides) {
    write("facts.yaml", TASK);
    write("r.yaml", yaml);
    RecipeReader reader = new RecipeReader(Fakes.catalogues());
    return reader.read(new Source.File(folder.resolve("r.yaml")), List.of(overrides));
  }

  void write(String name, String text) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
