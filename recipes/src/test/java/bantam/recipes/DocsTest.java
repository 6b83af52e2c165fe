package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocsTest {
  @Test
  void tellsEveryKeyOfEveryKind() {
    for (Docs.KindDoc kind : Docs.kinds()) {
      assertThat(kind.doc()).isNotBlank();
      assertThat(Docs.keys(kind.name(), Fakes.catalogues()))
          .allSatisfy(key -> assertThat(key.doc()).isNotBlank())
          .extracting(Docs.KeyDoc::name)
          .contains("name", "seed");
    }
  }

  @Test
  void saysTypesRangesAndDefaults() {
    assertThat(Docs.keys("distill", Fakes.catalogues()))
        .contains(
            new Docs.KeyDoc(
                "mix",
                "number in [0, 1]",
                "0.5",
                "weight of the distillation loss; cross-entropy on the text has the rest"),
            new Docs.KeyDoc(
                "teacher",
                "path or ${stage.output}",
                "required",
                "checkpoint directory of the frozen teacher"));
    assertThat(Docs.keys("distill", Fakes.catalogues()))
        .extracting(Docs.KeyDoc::type)
        .contains("distillation loss: forward-kl", "corpus: text | world", "auto | f32 | bf16");
  }
}
