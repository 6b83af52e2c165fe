package bantam.recipes;

import static bantam.recipes.Checks.checkField;

/** The keys that every kind of recipe has. */
public record Common(
    @Key(
            value =
                "name of the run's directory; for a shipped recipe the file's name; a stage's is"
                    + " the stage's",
            cosmetic = true)
        String name,
    @Key(value = "what the experiment is for", preset = "''", cosmetic = true) String description,
    @Key(value = "seed of everything random", preset = "17", min = 0) long seed,
    @Key(value = "auto, cpu, cuda or cuda:N", preset = "auto", cosmetic = true) String device,
    @Key(
            value =
                "arithmetic of the matrix products: bf16, f32, or auto, which takes bf16 where the"
                    + " device multiplies it fast; weights, moments and losses are always f32",
            preset = "auto")
        Dtype dtype,
    @Key(
            value = "CPU threads; 0 takes the cores that the process may use",
            preset = "0",
            min = 0,
            max = 1024,
            cosmetic = true)
        int threads) {
  public Common {
    checkField(
        name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
        "name",
        "'" + name + "'",
        "must be 1 to 100 letters, digits, dots, dashes or underscores and start with a letter or"
            + " digit");
    checkField(
        device.matches("auto|cpu|cuda(:[0-9]{1,3})?"),
        "device",
        "'" + device + "'",
        "must be auto, cpu, cuda or cuda:N");
  }

  /** Arithmetic of the matrix products. */
  public enum Dtype {
    AUTO,
    F32,
    BF16
  }
}
