package bantam.runners.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.data.tensors.Safetensors;
import bantam.recipes.Common;
import bantam.recipes.Generate;
import bantam.recipes.InputException;
import bantam.recipes.Pretrain;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Outcome;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.generate.GenerateRunner;
import bantam.runners.model.ConfigFiles;
import bantam.runners.model.Decoder;
import bantam.runners.train.Lab;
import bantam.runners.train.PretrainRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a tiny model. */
class LoraRunnerTest {
  private static final String COMMON =
      """
      name: tiny
      device: cpu
      dtype: f32
      threads: 1
      train: {use: text, path: train.txt}
      steps: 20
      batch_size: 4
      context: 24
      lr: 0.02
      log_every: 5
      """;
  private static final String BASE =
      """
      kind: pretrain
      model: {use: llama, hidden: 16, layers: 2, heads: 2, kv_heads: 1, ffn: 24}
      tokenizer: {use: bpe, vocab_size: 300}
      """;
  private static final String LORA =
      """
      kind: lora
      model: base/model
      adapter: {use: lora, r: 4, dropout: 0.1}
      """;

  @TempDir private Path temporary;

  @BeforeEach
  void trainABase() {
    Lab.text(temporary, "train.txt", 1, 100);
    Pretrain recipe = Lab.recipe(Pretrain.class, temporary, BASE + COMMON);
    new PretrainRunner().run(recipe, Lab.context(temporary.resolve("base"), new StopSignal()));
    Lab.text(temporary, "train.txt", 2, 100);
  }

  private Outcome run(String directory, StopSignal stop) {
    bantam.recipes.Lora recipe = Lab.recipe(bantam.recipes.Lora.class, temporary, LORA + COMMON);
    return new LoraRunner().run(recipe, Lab.context(temporary.resolve(directory), stop));
  }

  private List<Double> values(String metric) {
    return TableReader.read(temporary.resolve("a"), Row.Metric.class).stream()
        .filter(row -> row.metric().equals(metric))
        .map(Row.Metric::value)
        .toList();
  }

  @Test
  void trainsAnAdapterAndMergesIt() {
    Outcome outcome = run("a", new StopSignal());
    assertThat(values("loss").get(3)).isLessThan(values("loss").get(0));
    assertThat(values("merge.largest_logit_change")).hasSize(1);
    assertThat(values("merge.largest_logit_change").get(0)).isLessThan(1e-4);
    Path adapter = outcome.outputs().get("adapter");
    try (Safetensors tensors = Safetensors.open(adapter.resolve("adapter_model.safetensors"))) {
      assertThat(tensors.entries()).hasSize(2 * 7 * 2);
      assertThat(
              tensors.entry("base_model.model.model.layers.1.mlp.down_proj.lora_A.weight").shape())
          .containsExactly(4L, 24L);
    }
    // (inputs + outputs) × r of the seven maps of a layer
    assertThat(outcome.trainable()).isEqualTo(2L * 4 * (32 + 24 + 24 + 32 + 40 + 40 + 40));
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1);
        Decoder base = Decoder.load(temporary.resolve("base/model"), engine);
        Decoder merged = Decoder.load(outcome.outputs().get("model"), engine)) {
      Adapters.load(adapter, base);
      base.mergeAdapters();
      merged
          .weights()
          .forEach(
              (name, weight) ->
                  assertThat(base.weights().get(name).toFloatArray())
                      .as(name)
                      .isEqualTo(weight.toFloatArray()));
    }
  }

  private List<Row.Completion> generated(String keys) throws IOException {
    Generate recipe =
        Lab.recipe(
            Generate.class,
            temporary,
            "kind: generate\nname: test\nprompts: [the cat, a boat]\nmax_tokens: 5\nstop_tokens: []\n"
                + keys
                + "device: cpu\ndtype: f32\nthreads: 1\n");
    Path directory = Files.createTempDirectory(temporary, "generated");
    new GenerateRunner().run(recipe, Lab.context(directory, new StopSignal()));
    return TableReader.read(directory, Row.Completion.class);
  }

  @Test
  void anAdapterGeneratesAsTheModelItIsMergedInto() throws IOException {
    run("a", new StopSignal());
    List<Row.Completion> merged = generated("model: a/model\n");
    List<Row.Completion> adapted = generated("model: base/model\nadapter: a/adapter\n");
    // the same by what the adapter adds to the base, and by what it adds to itself
    List<Row.Completion> added =
        generated(
            "model: base/model\ncombine: {weight: 0.5, with: [{model: base/model, adapter: a/adapter,"
                + " weight: 1}, {model: base/model, weight: -0.5}]}\n");
    for (List<Row.Completion> rows : List.of(adapted, added)) {
      for (int i = 0; i < merged.size(); i++) {
        assertThat(rows.get(i).tokenIds()).isEqualTo(merged.get(i).tokenIds());
        for (int k = 0; k < 5; k++) {
          assertThat(rows.get(i).logProbabilities().get(k))
              .isCloseTo(merged.get(i).logProbabilities().get(k), within(1e-4));
        }
      }
    }
    assertThat(generated("model: base/model\n").get(0).logProbabilities())
        .isNotEqualTo(adapted.get(0).logProbabilities());
    assertThatThrownBy(() -> generated("model: base/model\nadapter: base/model\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("adapter_config.json");
  }

  @Test
  void goesOnWhereItWasStopped() throws IOException {
    run("a", new StopSignal());
    StopSignal stop = new StopSignal();
    stop.ask(StoppedException.Cause.AGAIN);
    assertThatThrownBy(() -> run("b", stop)).hasMessageContaining("stopped after step 1 of 20");
    run("b", new StopSignal());
    for (String file : List.of("metrics.arrow", "adapter/adapter_model.safetensors")) {
      assertThat(Files.readAllBytes(temporary.resolve("b").resolve(file)))
          .isEqualTo(Files.readAllBytes(temporary.resolve("a").resolve(file)));
    }
  }

  /** GPT-2, whose queries, keys and values lie in one module, with the tokenizer of the base. */
  private void makeGpt2() throws IOException {
    Path model = Files.createDirectories(temporary.resolve("gpt2"));
    Files.copy(temporary.resolve("base/model/tokenizer.json"), model.resolve("tokenizer.json"));
    Files.writeString(
        model.resolve("config.json"),
        """
        {"model_type": "gpt2", "vocab_size": 300, "n_embd": 16, "n_layer": 2, "n_head": 2,
         "n_positions": 64}
        """);
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1);
        Decoder decoder = Decoder.random(ConfigFiles.read(model), engine, 3)) {
      decoder.save(model, Dtype.F32);
    }
  }

  private Outcome runDora(String directory, StopSignal stop) {
    String text =
        """
        kind: lora
        model: gpt2
        adapter: {use: dora, r: 4, dropout: 0.1}
        """;
    bantam.recipes.Lora recipe = Lab.recipe(bantam.recipes.Lora.class, temporary, text + COMMON);
    return new LoraRunner().run(recipe, Lab.context(temporary.resolve(directory), stop));
  }

  @Test
  void trainsMagnitudesOnFusedModulesAndGoesOnWhereItWasStopped() throws IOException {
    makeGpt2();
    Outcome outcome = runDora("a", new StopSignal());
    assertThat(values("loss").get(3)).isLessThan(values("loss").get(0));
    assertThat(values("merge.largest_logit_change").get(0)).isLessThan(1e-4);
    // c_attn, attn.c_proj, c_fc, mlp.c_proj: (inputs + outputs) × r, and outputs
    assertThat(outcome.trainable()).isEqualTo(2L * (4 * (64 + 32 + 80 + 80) + 48 + 16 + 64 + 16));
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1);
        Decoder base = Decoder.load(temporary.resolve("gpt2"), engine);
        Decoder merged = Decoder.load(outcome.outputs().get("model"), engine)) {
      Adapters.load(outcome.outputs().get("adapter"), base);
      base.mergeAdapters();
      merged
          .weights()
          .forEach(
              (name, weight) ->
                  assertThat(base.weights().get(name).toFloatArray())
                      .as(name)
                      .isEqualTo(weight.toFloatArray()));
    }
    StopSignal stop = new StopSignal();
    stop.ask(StoppedException.Cause.AGAIN);
    assertThatThrownBy(() -> runDora("b", stop)).hasMessageContaining("stopped after step 1 of 20");
    runDora("b", new StopSignal());
    String file = "adapter/adapter_model.safetensors";
    assertThat(Files.readAllBytes(temporary.resolve("b").resolve(file)))
        .isEqualTo(Files.readAllBytes(temporary.resolve("a").resolve(file)));
  }
}
