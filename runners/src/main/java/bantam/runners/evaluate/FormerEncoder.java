package bantam.runners.evaluate;

import bantam.data.tokenize.Tokenizer;
import java.util.List;

/**
 * How lm-evaluation-harness encoded texts before it heeded what the tokenizer adds.
 *
 * @param begins whether the tokenizer adds what it adds, such as BOS: for Gemma models only
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     v0.4.9.1, {@code lm_eval/models/huggingface.py}: {@code tok_encode}; {@code
 *     lm_eval/api/model.py}: {@code loglikelihood}
 */
record FormerEncoder(Tokenizer tokenizer, boolean begins) implements Pairs.Encoder {
  @Override
  public List<int[]> encode(List<String> texts, boolean specials) {
    return tokenizer.encodeAll(texts, specials && begins);
  }

  @Override
  public List<int[]> encodeAlone(List<String> texts) {
    return encode(texts, true);
  }

  /** It looked for no prefix token, and scored BOS behind BOS. */
  @Override
  public boolean sharesPrefix() {
    return false;
  }
}
