package bantam.data.tokenize;

import static bantam.recipes.Checks.checkField;

import java.util.List;

/** What every BPE trainer is told. */
public sealed interface BpeOptions permits BpeTrainer.Options, CharacterBpe.Options {
  /** Tokens at most: specials, the 256 bytes, an alphabet where the form has one, and merges. */
  int vocabSize();

  /** How often a pair must occur to become a token. */
  int minFrequency();

  /** Special tokens; the first one begins, ends and pads a text. */
  List<String> specials();

  /** Checks what the records have in common, once their components are set. */
  static void check(int vocabSize, List<String> specials) {
    checkField(!specials.isEmpty(), "specials", specials, "must name at least one token");
    checkField(
        specials.stream().distinct().filter(special -> !special.isBlank()).count()
            == specials.size(),
        "specials",
        specials,
        "must be different and not blank");
    checkField(
        vocabSize >= 256 + specials.size(),
        "vocab_size",
        vocabSize,
        "must hold the 256 bytes and %d special tokens".formatted(specials.size()));
  }
}
