package bantam.runners.evaluate;

/**
 * How likely a model finds a continuation.
 *
 * @param nats its log-likelihood
 * @param greedy whether the likeliest token was the continuation's at every position
 * @param tokens that were scored
 */
record Likelihood(double nats, boolean greedy, int tokens) {
  /** Of nothing: certain. */
  static final Likelihood NONE = new Likelihood(0, true, 0);

  /** Of two continuations one behind the other. */
  Likelihood and(Likelihood next) {
    return new Likelihood(nats + next.nats, greedy && next.greedy, tokens + next.tokens);
  }
}
