package bantam.recipes;

/** How many items of a task are taken, and which; a number alone stands for {@code count}. */
@Brief("count")
public record Limit(
    @Key(value = "items of each task at most; 0 takes all", preset = "0", min = 0) int count,
    @Key(
            value =
                "first takes the first ones; stratified draws them so that every right answer has"
                    + " its share",
            preset = "first")
        Sample sample,
    @Key(value = "seed of what is drawn", preset = "0", min = 0) long seed) {
  /** How items are chosen. */
  public enum Sample {
    /** In the order of their file. */
    FIRST,
    /** By lot, every right answer in proportion. */
    STRATIFIED
  }

  /** All items. */
  public static final Limit NONE = first(0);

  /** The first items. */
  public static Limit first(int count) {
    return new Limit(count, Sample.FIRST, 0);
  }
}
