package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.List;
import java.util.Optional;

/** How tokens are chosen and where a completion ends. */
public record Decoding(
    @Key(value = "new tokens per completion at most", preset = "128", min = 1) int maxTokens,
    @Key(value = "0 is greedy; otherwise logits are divided by it", preset = "0", min = 0)
        double temperature,
    @Key(value = "sample from the k likeliest tokens; 0 from all", preset = "0", min = 0) int topK,
    @Key(
            value = "sample from the likeliest tokens that together have this probability",
            preset = "1.0",
            min = 0,
            max = 1)
        double topP,
    @Key(
            value =
                "sample from tokens with at least this share of the likeliest one's probability",
            preset = "0",
            min = 0,
            max = 1)
        double minP,
    @Key(
            value =
                "logits of tokens that were there before are divided by it, or multiplied where"
                    + " they are negative; 1 changes nothing",
            preset = "1.0",
            min = 0.01,
            max = 100)
        double repetitionPenalty,
    @Key(value = "token ids that end a completion; without it those of generation_config.json")
        Optional<List<Integer>> stopTokens,
    @Key(value = "texts that end a completion, which is cut before them", preset = "[]")
        List<String> stop) {
  public Decoding {
    stopTokens = stopTokens.map(List::copyOf);
    stop = List.copyOf(stop);
    checkField(!stop.contains(""), "stop", "''", "must not be empty: it would end every text");
  }

  /** Greedy, without stop texts. */
  public static Decoding greedy(int maxTokens) {
    return new Decoding(maxTokens, 0, 0, 1, 0, 1, Optional.empty(), List.of());
  }
}
