package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.tokenize.BpeTrainer;
import bantam.recipes.Common;
import bantam.recipes.InputException;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectTest {
  @TempDir Path directory;

  private static void tokenizer(Path model, int size) {
    BpeTrainer.train(
        Tiny.text().lines(), new BpeTrainer.Options(size, 2, List.of("<|endoftext|>")), model);
  }

  @Test
  void aModelMayKnowMoreTokensThanItsTokenizerAndNotFewer() {
    Path model = Tiny.model(directory.resolve("model"), Dtype.F32, 32);
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 2)) {
      tokenizer(model, 270);
      try (Subject subject = Subject.open(engine, model)) {
        assertThat(subject.tokenizer().size()).isEqualTo(270);
        assertThat(subject.decoder().config().vocabulary()).isEqualTo(280);
      }
      tokenizer(model, 281);
      assertThatThrownBy(() -> Subject.open(engine, model))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("the tokenizer has 281 tokens and the model's vocab_size is 280");
    }
  }
}
