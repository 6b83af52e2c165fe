package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.List;
import java.util.Optional;

/** How the work of an evaluation is done; what comes out is the same. */
public record Scoring(
    @Key(value = "tokens per forward pass", preset = "4096", min = 1, cosmetic = true)
        int batchTokens,
    @Key(
            value =
                "what is done once instead of several times; [] scores every request by itself and"
                    + " computes the logits of all tokens",
            preset = "[duplicates, logits, choices, prefixes]",
            cosmetic = true)
        List<Sharing> share,
    @Key("does one part of the work only, such as 2/4; runs of all parts merge to the whole")
        Optional<String> shard,
    @Key(
            value = "takes what finished runs of all shards of this recipe have scored",
            preset = "false",
            cosmetic = true)
        boolean merge) {
  /** Everything shared, all of the work. */
  public static final Scoring WHOLE = new Scoring(4096);

  public Scoring {
    share = List.copyOf(share);
    shard.ifPresent(Shard::parse);
    checkField(
        shard.isEmpty() || !merge, "merge", "true", "is for the whole, not for one of its shards");
  }

  /** With everything shared. */
  public Scoring(int batchTokens) {
    this(batchTokens, List.of(Sharing.values()), Optional.empty(), false);
  }

  /** The part that is done. */
  public Shard part() {
    return shard.map(Shard::parse).orElse(new Shard(1, 1));
  }
}
