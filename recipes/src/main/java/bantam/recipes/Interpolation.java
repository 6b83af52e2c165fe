package bantam.recipes;

import static bantam.recipes.Checks.checkField;

/**
 * A model's probabilities mixed with how often a text goes on with each token behind the longest
 * end of the context that it knows: λ P∞ + (1 - λ) p.
 *
 * @see <a href="https://arxiv.org/abs/2401.17377">Liu et al. 2024, sections 2 and 5</a>, who choose
 *     both shares on held-out text
 */
public record Interpolation(
    @Key(value = "the text whose tokens are counted", catalogue = "corpus") Choice corpus,
    @Key(
            value = "share of the counts in every probability, λ; 0 to below 1",
            preset = "0.2",
            min = 0,
            max = 1)
        double weight,
    @Key(
            value = "the same where the text always goes on with one and the same token",
            preset = "0.3",
            min = 0,
            max = 1)
        double sparseWeight) {
  public Interpolation {
    String why = "must be below 1: what the text never goes on with would be impossible";
    checkField(weight < 1, "weight", weight, why);
    checkField(sparseWeight < 1, "sparse_weight", sparseWeight, why);
  }
}
