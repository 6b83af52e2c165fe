package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.runners.model.family.Families;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FamiliesTest {
  @TempDir private Path directory;

  @Test
  void listsEveryFamily() {
    assertThat(Cli.call("ls", "families", "--format", "csv").out())
        .contains(Families.ALL.names())
        .contains("GPTNeoXForCausalLM");
  }

  @Test
  void showsWhatAModelIsAndTakes() throws IOException {
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"model_type": "gpt2", "vocab_size": 50257, "n_embd": 768, "n_layer": 12, "n_head": 12,
         "torch_dtype": "float16", "house_style": 7}
        """);
    String sheet =
        Cli.call("show", "model", directory.toString(), "--dtype", "f32", "--format", "csv").out();
    // GPT-2's published size
    assertThat(sheet)
        .contains("family,gpt2,", "parameters,124439808,", "dtype,float16,")
        .contains("keys that bear on nothing,house_style,")
        .contains("memory of weights in f32,474,MiB")
        .contains("memory of full training in f32");
  }

  @Test
  void namesTheFamiliesThatItKnows() throws IOException {
    Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"bloom\"}");
    Cli result = Cli.call("show", "model", directory.toString());
    assertThat(result.code()).isEqualTo(Exit.INPUT.code());
    assertThat(result.err()).contains("model_type is 'bloom'; it must be one of gemma, gemma2");
  }
}
