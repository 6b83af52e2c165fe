package bantam.recipes;

import java.util.List;
import java.util.Map;

/** Stages that pass models, adapters, tokenizers and data along. */
@Kind(
    value = "pipeline",
    doc = "Runs named stages in order; a stage takes what an earlier one made by ${stage.output}.")
public record Pipeline(
    @Inline Common common,
    @Key(
            "the stages by name, in order; each is a recipe without a name, and takes seed, device,"
                + " dtype and threads from the pipeline unless it says otherwise")
        Map<String, Recipe> stages,
    @Key(value = "what must hold at the end; if it does not, the exit code is 4", preset = "[]")
        List<Expectation> expect)
    implements Recipe {
  public Pipeline {
    expect = List.copyOf(expect);
  }
}
