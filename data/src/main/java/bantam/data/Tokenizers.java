package bantam.data;

import bantam.data.tokenize.BpeTrainer;
import bantam.data.tokenize.CharacterBpe;
import bantam.data.tokenize.GivenTokenizer;
import bantam.data.tokenize.TrainedTokenizer;
import bantam.recipes.Catalogue;

/** Where a run's tokenizer comes from. */
public final class Tokenizers {
  public static final Catalogue<TokenizerSource> ALL =
      Catalogue.of(
          "tokenizer",
          new Catalogue.Entry<>(
              "bpe",
              "byte-level BPE, trained on the training text",
              BpeTrainer.Options.class,
              TrainedTokenizer::bytes),
          new Catalogue.Entry<>(
              "character-bpe",
              "BPE of characters, as SentencePiece's, rare ones as bytes; trained on the training text",
              CharacterBpe.Options.class,
              TrainedTokenizer::characters),
          new Catalogue.Entry<>(
              "file",
              "an existing Hugging Face tokenizer",
              GivenTokenizer.Options.class,
              GivenTokenizer::new));

  private Tokenizers() {}
}
