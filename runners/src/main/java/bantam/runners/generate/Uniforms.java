package bantam.runners.generate;

import bantam.recipes.Randomness;

/**
 * The random numbers of a completion: a function of the seed, the prompt, which of its completions
 * it is, and the token's place in it. So a text depends neither on its neighbours in a batch nor on
 * where a run was interrupted.
 */
final class Uniforms {
  private final long seed;

  Uniforms(long seed, int prompt, int sample) {
    this.seed =
        Randomness.seedOf(
            Randomness.seedOf(seed, "generate prompt", prompt), "generate sample", sample);
  }

  /** The number in [0, 1) that chooses a token. */
  double at(int position) {
    return Randomness.of(seed, "generate token", position).nextDouble();
  }
}
