package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.List;
import java.util.Optional;

/** How a model writes its answers to a task's items, and where each answer ends. */
public record Generation(
    @Key(
            value =
                "texts that end an answer, which is cut before them, in this order; the tokenizer's"
                    + " end token always ends it",
            preset = "[]")
        List<String> until,
    @Key(
            value = "new tokens per answer at most; longer prompts lose their begin to make room",
            preset = "256",
            min = 1)
        int maxTokens,
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
    @Key(value = "answers to each item", preset = "1", min = 1) int repeats) {
  public Generation {
    until = List.copyOf(until);
    checkField(!until.contains(""), "until", "''", "must not be empty: it would end every answer");
    checkField(
        repeats == 1 || temperature > 0,
        "repeats",
        repeats,
        "must be 1 where temperature is 0, because all answers would be the same");
  }

  /** How each token is chosen. */
  public Decoding decoding() {
    return new Decoding(maxTokens, temperature, topK, topP, minP, 1, Optional.empty(), until);
  }
}
