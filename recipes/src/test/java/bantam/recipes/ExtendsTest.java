package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtendsTest {
  @TempDir Path folder;
  private Examples examples;

  @BeforeEach
  void folder() {
    examples = new Examples(folder);
  }

  @Test
  void mergesMappingsAndReplacesLists() {
    examples.write(
        "base.yaml",
        Examples.PRETRAIN.replace("width: 64", "width: 64, layers: 3, ffn: [1, 2]")
            + "optimizer: {use: adamw, beta1: 0.5}\n");
    Pretrain recipe =
        pretrain("extends: base.yaml\nname: v\nmodel: {ffn: [9]}\noptimizer: {weight_decay: 0}\n");
    assertThat(recipe.model().options())
        .isEqualTo(new Fakes.Llama(64, 3, java.util.Optional.of(java.util.List.of(9)), true));
    assertThat(recipe.training().optimizer().options()).isEqualTo(new Fakes.AdamW(0, 0.5));
    assertThat(recipe.common().name()).isEqualTo("v");
  }

  @Test
  void forgetsTheOptionsOfAMemberThatIsReplaced() {
    examples.write("base.yaml", Examples.PRETRAIN + "schedule: {use: cosine, warmup: 5}\n");
    assertThat(
            pretrain("extends: base.yaml\nschedule: {use: constant}\n")
                .training()
                .schedule()
                .options())
        .isEqualTo(new Fakes.Nothing());
  }

  @Test
  void addsOptionsToAMemberNamedAlone() {
    examples.write("base.yaml", Examples.PRETRAIN + "schedule: cosine\n");
    assertThat(
            pretrain("extends: base.yaml\nschedule: {warmup: 5}\n").training().schedule().options())
        .isEqualTo(new Fakes.Cosine(5, 0.1));
  }

  @Test
  void keepsThePlacesAndThePathsOfTheBase() {
    examples.write(
        "deep/base.yaml",
        Examples.PRETRAIN.replace("train: world", "train: {use: text, path: a.txt}"));
    Document document = examples.read("extends: deep/base.yaml\nsteps: 5\n");
    Document.Located input = document.inputs().get(0);
    assertThat(input.input()).isEqualTo(new Input.File(folder.resolve("deep/a.txt")));
    assertThat(input.origin()).hasToString(folder.resolve("deep/base.yaml") + ":5");
  }

  @Test
  void worksInsideStages() {
    examples.write("base.yaml", Examples.PRETRAIN + "description: base\n");
    Pipeline pipeline =
        (Pipeline)
            examples
                .read(
                    """
                    kind: pipeline
                    name: p
                    stages:
                      a: {extends: base.yaml, steps: 3}
                      b: {extends: base.yaml, lr: 0.5}
                    """)
                .recipe();
    assertThat(pipeline.stages().get("a").common().name()).isEqualTo("a");
    assertThat(((Pretrain) pipeline.stages().get("a")).training().steps()).isEqualTo(3);
    assertThat(((Pretrain) pipeline.stages().get("b")).training().lr()).isEqualTo(0.5);
  }

  @Test
  void findsCirclesThroughOtherFiles() {
    examples.write("a.yaml", "extends: b.yaml\n");
    examples.write("b.yaml", "# nothing else\nextends: r.yaml\n");
    assertThatThrownBy(() -> examples.read("extends: a.yaml\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessage(
            "%1$s/b.yaml:2: extends goes in a circle: %1$s/r.yaml -> %1$s/a.yaml -> %1$s/b.yaml ->"
                    .formatted(folder)
                + " %s/r.yaml".formatted(folder));
  }

  private Pretrain pretrain(String yaml) {
    return (Pretrain) examples.read(yaml).recipe();
  }
}
