package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
  @TempDir Path folder;
  private Examples examples;

  @BeforeEach
  void folder() {
    examples = new Examples(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {Examples.PRETRAIN, Examples.MIX, Examples.PIPELINE, Examples.SWEEP})
  void yamlReadsBackToAnEqualRecipe(String yaml) {
    Recipe recipe = examples.read(yaml).recipe();
    String written = Canonical.yaml(recipe);
    assertThat(examples.read(written).recipe()).isEqualTo(recipe);
    assertThat(Canonical.yaml(examples.read(written).recipe())).isEqualTo(written);
  }

  @Test
  void yamlKeepsAwkwardText() {
    String awkward = "\"é 😀 \\\"q\\\" \\\\ \\n\\t\\u0007\\u2028\\ud800 # no: [comment]\"";
    Recipe recipe = examples.read(Examples.PRETRAIN + "description: " + awkward).recipe();
    assertThat(recipe.common().description()).contains("é 😀 \"q\" \\ \n\t\u0007\u2028\ud800 #");
    assertThat(examples.read(Canonical.yaml(recipe)).recipe()).isEqualTo(recipe);
  }

  @Test
  void jsonIsTheIdentityOfARecipe() {
    assertThat(json(Examples.PRETRAIN))
        .isEqualTo(
            "{\"batch_size\":16,\"clip\":1,\"context\":256,\"dtype\":\"auto\",\"groups\":[],\"keep\":\"last\",\"kind\":\"pretrain\","
                + "\"log_every\":10,\"lr\":0.001,\"micro_batch\":0,\"model\":{\"layers\":2,"
                + "\"tied\":true,\"use\":\"llama\",\"width\":64},\"optimizer\":{\"beta1\":0.9,"
                + "\"use\":\"adamw\",\"weight_decay\":0.1},\"schedule\":{\"floor\":0.1,"
                + "\"use\":\"cosine\",\"warmup\":0},\"seed\":17,\"steps\":10,"
                + "\"tokenizer\":{\"use\":\"bpe\",\"vocab_size\":512},\"train\":{"
                + "\"part\":\"train\",\"seed\":1,\"stories\":1000,\"use\":\"world\"},"
                + "\"validate_batches\":8,\"validate_every\":0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=other",
        "description=words",
        "device=cpu",
        "threads=3",
        "checkpoint_every=7",
        "checkpoint_keep=7",
        "clip=1",
        "clip=1.00e0",
        "lr=0.1e-2",
        "train={stories: 1000, use: world}",
        "schedule=cosine"
      })
  void isTheSameForWhatChangesNoResult(String override) {
    assertThat(json(Examples.PRETRAIN, override)).isEqualTo(json(Examples.PRETRAIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed=18",
        "dtype=f32",
        "steps=11",
        "lr=0.0010000000000000002",
        "clip=2",
        "batch_size=8",
        "micro_batch=4",
        "log_every=5",
        "validation=world",
        "packing=bfd",
        "train.seed=2",
        "model.tied=false",
        "model.ffn=[1]",
        "schedule=constant"
      })
  void isAnotherForEverythingElse(String override) {
    assertThat(json(Examples.PRETRAIN, override)).isNotEqualTo(json(Examples.PRETRAIN));
  }

  @Test
  void isTheSameForAnotherOrderAndOtherComments() {
    StringBuilder turned = new StringBuilder();
    Examples.PRETRAIN.lines().forEach(line -> turned.insert(0, line + " # so\n\n"));
    assertThat(json(turned.toString())).isEqualTo(json(Examples.PRETRAIN));
  }

  @Test
  void changesWithATasksContent() {
    String before = json(Examples.PIPELINE);
    examples.write("other.yaml", Examples.TASK + "suffix: '?'\n");
    assertThat(json(Examples.PIPELINE.replace("./facts.yaml", "other.yaml")))
        .isNotEqualTo(before)
        .contains("\"suffix\":\"?\"");
  }

  private String json(String yaml, String... overrides) {
    return Canonical.json(examples.read(yaml, overrides).recipe(), Input::toString);
  }
}
