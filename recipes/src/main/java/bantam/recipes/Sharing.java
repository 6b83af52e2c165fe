package bantam.recipes;

/**
 * What a scorer does once instead of several times. Each changes the time and not the scores, save
 * for the last digits of a log-likelihood.
 */
public enum Sharing {
  /** Requests that are the same in their tokens are scored once. */
  DUPLICATES,
  /** Logits are computed only where a continuation needs them. */
  LOGITS,
  /** What the choices of an item begin with alike is read once. */
  CHOICES,
  /** What many items begin with alike, such as solved examples, is read once. */
  PREFIXES
}
