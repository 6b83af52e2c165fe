package bantam.runners.plan;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.recipes.Lora;
import bantam.recipes.Pretrain;
import bantam.runners.train.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final String PRETRAIN =
      """
      kind: pretrain
      name: p
      model: {use: llama, hidden: 8, layers: 2, heads: 2, ffn: 16}
      tokenizer: {use: bpe, vocab_size: 300}
      train: {use: text, path: t.txt}
      dtype: f32
      steps: 10
      batch_size: 4
      context: 32
      """;

  @TempDir private Path directory;

  private Estimate pretrain(String... overrides) {
    return Plan.of(Lab.recipe(Pretrain.class, directory, PRETRAIN, overrides)).get(0);
  }

  private Estimate lora(String... overrides) {
    String text =
        """
        kind: lora
        name: l
        model: model
        adapter: {use: lora, r: 2, targets: [q_proj, down_proj]}
        train: {use: text, path: t.txt}
        dtype: f32
        steps: 1
        batch_size: 16
        context: 64
        """;
    return Plan.of(Lab.recipe(Lora.class, directory, text, overrides)).get(0);
  }

  @Test
  void countsWhatTheModelHas() {
    Estimate plan = pretrain();
    // 300 x 8, and a layer: 4 x 8 x 8, 3 x 8 x 16, two norms of 8; one norm more at the end
    assertThat(plan.parameters()).hasValue(300 * 8 + 2 * (256 + 384 + 16) + 8);
    assertThat(plan.trainable()).isEqualTo(plan.parameters());
    assertThat(plan.tokens()).hasValue(10 * 4 * 32);
    // 6 N + 12 layers x width x context, a token
    assertThat(plan.flops()).hasValue(1280 * (6.0 * 3720 + 12 * 2 * 8 * 32));
  }

  @Test
  void smallerMicroBatchesAndRecomputationNeedLess() {
    String large = "context=2048";
    long all = pretrain(large).peak().orElseThrow().bytes();
    long cut = pretrain(large, "micro_batch=1").peak().orElseThrow().bytes();
    long again = pretrain(large, "memory.checkpoint_activations=true").peak().orElseThrow().bytes();
    assertThat(cut).isLessThan(all);
    assertThat(again).isLessThan(all);
  }

  @Test
  void readsOnlyTheConfigOfACheckpoint() throws Exception {
    Path model = Files.createDirectory(directory.resolve("model"));
    Files.writeString(
        model.resolve("config.json"),
        """
        {"model_type": "llama", "hidden_size": 8, "num_hidden_layers": 2, "vocab_size": 300,
         "num_attention_heads": 2, "intermediate_size": 16, "tie_word_embeddings": true,
         "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "hidden_act": "silu"}
        """);
    Estimate plan = lora();
    assertThat(plan.parameters()).hasValue(3720);
    assertThat(plan.trainable()).hasValue(2 * 2 * (8 + 8 + 16 + 8));
    Estimate dora = lora("adapter.use=dora");
    assertThat(dora.trainable()).hasValue(2 * 2 * (8 + 8 + 16 + 8) + 2 * 16);
    // at least what two maps of 8 outputs give for 16 sequences of 64 tokens, in two layers
    assertThat(dora.peak().orElseThrow().passing() - plan.peak().orElseThrow().passing())
        .isBetween(2L * 2 * 8 * 16 * 64 * 4, 2L * 2 * 2 * 8 * 16 * 64 * 4);
  }
}
