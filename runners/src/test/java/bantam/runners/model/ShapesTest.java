package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Choice;
import bantam.recipes.Common;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Randomness;
import bantam.recipes.RecipeException;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shapes, sizes, random weights and the catalogues that choose them. */
class ShapesTest {
  private static final Tokens TOKENS = new Tokens(512, OptionalInt.of(1), List.of(2));
  private static final Llama STORIES = new Llama(64, 5, 8, 4, 172, 0, true, 10000, 512, 1e-5);

  @Test
  void countsStories260K() {
    ModelConfig config = STORIES.config(TOKENS);
    // 512·64 + 5·(2·64 + 2·64·64 + 2·32·64 + 3·172·64) + 64, by hand; llama2.c says "260K"
    assertThat(Parameters.count(config)).isEqualTo(260_032);
    // 2·260032 for the weights and 4·5·8·8·256 for attention over 256 tokens
    assertThat(Parameters.forwardFlops(config, 256)).isEqualTo(520_064 + 327_680);
  }

  @Test
  void countsAnUntiedHeadButNeverTheLookup() {
    ModelConfig tied = Tiny.config(true, false);
    ModelConfig untied = Tiny.config(false, false);
    assertThat(Parameters.count(untied) - Parameters.count(tied)).isEqualTo(32 * 16);
    assertThat(Parameters.forwardFlops(untied, 8)).isEqualTo(Parameters.forwardFlops(tied, 8));
  }

  @Test
  void drawsWeightsByTheSeedAndTheirName() {
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1);
        Decoder one = Decoder.random(STORIES.config(TOKENS), engine, 17);
        Decoder again = Decoder.random(STORIES.config(TOKENS), engine, 17);
        Decoder other = Decoder.random(STORIES.config(TOKENS), engine, 18)) {
      one.weights()
          .forEach(
              (name, weight) ->
                  assertThat(again.weights().get(name).toFloatArray())
                      .isEqualTo(weight.toFloatArray()));
      String query = "model.layers.0.self_attn.q_proj.weight";
      assertThat(other.weights().get(query).toFloatArray())
          .isNotEqualTo(one.weights().get(query).toFloatArray());
      assertThat(one.weights().get("model.layers.1.self_attn.q_proj.weight").toFloatArray())
          .isNotEqualTo(one.weights().get(query).toFloatArray());
      assertDeviation(one, "model.embed_tokens.weight", 0.02);
      assertDeviation(one, query, 0.02);
      assertDeviation(one, "model.layers.3.mlp.down_proj.weight", 0.02 / Math.sqrt(10));
      assertDeviation(one, "model.layers.3.self_attn.o_proj.weight", 0.02 / Math.sqrt(10));
      assertThat(one.weights().get("model.norm.weight").toFloatArray()).containsOnly(1);
    }
  }

  private static void assertDeviation(Decoder model, String name, double wanted) {
    float[] values = model.weights().get(name).toFloatArray();
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    assertThat(Math.sqrt(squares / values.length)).isCloseTo(wanted, within(0.05 * wanted));
  }

  @Test
  void drawsFromTheNormalDistribution() {
    FloatBuffer sample = FloatBuffer.allocate(100_001);
    Initialisation.fillNormal(Randomness.of(1, "test", 0), 1, sample);
    int beyondOne = 0;
    int beyondTwo = 0;
    double sum = 0;
    for (float x : sample.array()) {
      beyondOne += Math.abs(x) > 1 ? 1 : 0;
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
      sum += x;
    }
    assertThat(beyondOne / 1e5).isCloseTo(0.3173, within(0.006));
    assertThat(beyondTwo / 1e5).isCloseTo(0.0455, within(0.003));
    assertThat(sum / 1e5).isCloseTo(0, within(0.013));
  }

  @Test
  void stretchesFrequenciesAsPublished() {
    assertThat(Rope.of(10000).frequencies(4)).containsExactly(1, 0.01f);
    assertThat(new Rope(10000, new Rope.Linear(4)).frequencies(4)).containsExactly(0.25f, 0.0025f);
    // wavelengths 2π and 200π about 64 / 4 and 64 / 1: kept, and divided by the factor
    assertThat(new Rope(10000, new Rope.Llama3(8, 1, 4, 64)).frequencies(4))
        .containsExactly(1, 0.00125f);
    assertThatThrownBy(() -> Rope.of(0)).hasMessage("rope_theta is 0.0; it must be above 0");
  }

  @Test
  void makesWhatARecipeChooses(@TempDir Path directory) {
    ModelConfig written = Architectures.ALL.make(new Choice("llama", STORIES)).config(TOKENS);
    assertThat(written.ffn()).isEqualTo(Collections.nCopies(5, 172));
    assertThat(written.headDim()).isEqualTo(8);
    ConfigFiles.write(directory, written, Dtype.F32);
    Tokens more = new Tokens(600, OptionalInt.empty(), List.of(7));
    ModelConfig like =
        Architectures.ALL
            .make(new Choice("like", new Like(new Input.File(directory))))
            .config(more);
    assertThat(like).isEqualTo(written.withTokens(more));
    assertThat(like.eos()).containsExactly(7);
    assertThat(Tokens.of(written)).isEqualTo(TOKENS);
  }

  @Test
  void aStudentHasItsTeachersVocabulary(@TempDir Path directory) {
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1);
        Decoder teacher = Tiny.model(Tiny.config(), engine, 1)) {
      teacher.save(directory, Dtype.F32);
      Student trained =
          Students.ALL.make(
              new Choice("checkpoint", new Students.Checkpoint(new Input.File(directory))));
      Tokens tokens = Tokens.of(teacher.config());
      try (Decoder student = trained.make(engine, tokens, 2)) {
        assertThat(student.head().toFloatArray()).isEqualTo(teacher.head().toFloatArray());
      }
      assertThatThrownBy(() -> trained.make(engine, TOKENS, 2))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("the student's vocabulary has 32 tokens and the teacher's 512");
      Student fresh = Students.ALL.make(new Choice("llama", STORIES));
      try (Decoder student = fresh.make(engine, tokens, 2)) {
        assertThat(student.config().vocabulary()).isEqualTo(32);
      }
    }
  }

  @Test
  void refusesShapesThatCannotBe() {
    assertThatThrownBy(() -> new Llama(64, 5, 7, 0, 172, 0, true, 10000, 512, 1e-5))
        .isInstanceOf(RecipeException.class)
        .hasMessage("heads is 7; it must divide hidden, which is 64, or head_dim must be given");
    assertThatThrownBy(() -> new Llama(64, 5, 8, 3, 172, 0, true, 10000, 512, 1e-5))
        .hasMessage("kv_heads is 3; it must divide heads, which is 8");
    assertThatThrownBy(() -> new Llama(40, 5, 8, 0, 172, 0, true, 10000, 512, 1e-5))
        .hasMessage("head_dim is 5; it must be even: rotary positions turn pairs");
  }
}
