package bantam.recipes;

/** What training does to need less memory. */
public record Memory(
    @Key(
            value =
                "whether to keep only what comes into each layer and to compute the rest again for"
                    + " the gradients: far less memory, about a third more time, the same result",
            preset = "false",
            cosmetic = true)
        boolean checkpointActivations) {
  /** Everything is kept. */
  public static final Memory PLENTY = new Memory(false);
}
