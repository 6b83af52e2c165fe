package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
  @TempDir Path folder;
  private Examples examples;

  @BeforeEach
  void folder() {
    examples = new Examples(folder);
  }

  @Test
  void setsWhatTheFileLeavesOut() {
    assertThat(pretrain("lr=0.5").training().lr()).isEqualTo(0.5);
    assertThat(pretrain("validation=world").training().validation()).isPresent();
  }

  @Test
  void startsFromTheDefaultOfAChoice() {
    assertThat(pretrain("optimizer.weight_decay=0").training().optimizer())
        .isEqualTo(new Choice("adamw", new Fakes.AdamW(0, 0.9)));
  }

  @Test
  void givesOptionsToAMemberNamedAlone() {
    assertThat(pretrain("train.stories=7").training().train())
        .contains(new Choice("world", new Fakes.World(7, 1, Fakes.Part.TRAIN)));
  }

  @Test
  void replacesAMemberWithItsOptions() {
    assertThat(pretrain("schedule={use: cosine, warmup: 3}").training().schedule().options())
        .isEqualTo(new Fakes.Cosine(3, 0.1));
    assertThat(pretrain("schedule.use=constant").training().schedule().options())
        .isEqualTo(new Fakes.Nothing());
  }

  @Test
  void reachesStagesAndElements() {
    Pipeline pipeline =
        (Pipeline)
            examples
                .read(
                    Examples.PIPELINE,
                    "stages.teacher.steps=10",
                    "stages.teacher.model.ffn.1=8",
                    "stages.score.corpora.town.stories=9",
                    "stages.score.corpora.more=world",
                    "expect.0.margin=0.25",
                    "seed=8")
                .recipe();
    Pretrain teacher = (Pretrain) pipeline.stages().get("teacher");
    assertThat(teacher.training().steps()).isEqualTo(10);
    assertThat(((Fakes.Llama) teacher.model().options()).ffn().orElseThrow()).containsExactly(1, 8);
    assertThat(teacher.common().seed()).isEqualTo(8);
    assertThat(((Evaluate) pipeline.stages().get("score")).corpora().keySet())
        .containsExactly("village", "town", "more");
    assertThat(pipeline.expect().get(0).margin()).isEqualTo(0.25);
  }

  @Test
  void appliesInOrderAndTypesAsYaml() {
    assertThat(pretrain("name=a", "name='3'").common().name()).isEqualTo("3");
  }

  @Test
  void takesPathsFromTheWorkingDirectory() {
    Pretrain recipe = pretrain("train={use: text, path: a.txt}");
    assertThat(recipe.training().train().orElseThrow().options())
        .isEqualTo(new Fakes.Text(new Input.File(Path.of("a.txt").toAbsolutePath())));
  }

  private Pretrain pretrain(String... overrides) {
    return (Pretrain) examples.read(Examples.PRETRAIN, overrides).recipe();
  }
}
