package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema against another implementation of JSON Schema. */
class SchemaTest {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Schema.json(Fakes.catalogues()));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {Examples.PRETRAIN, Examples.MIX, Examples.PIPELINE, Examples.SWEEP})
  void acceptsWhatTheReaderAccepts(String yaml) throws JsonProcessingException {
    assertThat(problems(yaml)).isEmpty();
    String whole = Canonical.yaml(new Examples(folder).read(yaml).recipe());
    assertThat(problems(whole)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stpes: 3",
        "lr: fast",
        "lr: -1",
        "context: 1",
        "dtype: fp16",
        "train: wikipedia",
        "train: text",
        "train: {use: world, stories: 0}",
        "train: {use: world, storys: 3}",
        "model: {use: llama, width: 64, tied: 3}",
        "model: {use: llama}",
        "validation: ~",
        "kind: pretain"
      })
  void refusesWhatTheReaderRefuses(String line) throws JsonProcessingException {
    String key = line.substring(0, line.indexOf(':'));
    String recipe = Examples.PRETRAIN.replaceFirst("(?m)^" + key + ":.*\n", "") + line + "\n";
    assertThat(problems(recipe)).isNotEmpty();
  }

  @Test
  void refusesWrongStages() throws JsonProcessingException {
    assertThat(problems(Examples.PIPELINE.replace("ratio: 0.5", "ratio: 1.5"))).isNotEmpty();
    assertThat(problems(Examples.PIPELINE.replace("kind: lora", "kind: lora\n    name: x")))
        .isNotEmpty();
  }

  @Test
  void knowsTheKeysOfARecipeThatExtendsAnother() throws JsonProcessingException {
    assertThat(problems("extends: other.yaml\nsteps: 3\n")).isEmpty();
    assertThat(problems("extends: other.yaml\nstpes: 3\n")).isNotEmpty();
  }

  @Test
  void isTheSameTextEachTime() {
    assertThat(Schema.json(Fakes.catalogues())).isEqualTo(Schema.json(Fakes.catalogues()));
  }

  private static Set<ValidationMessage> problems(String yaml) throws JsonProcessingException {
    JsonNode tree = new YAMLMapper().readTree(yaml);
    return SCHEMA.validate(tree);
  }
}
