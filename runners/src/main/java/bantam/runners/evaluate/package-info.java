/** Measures models: log-likelihood of choices, perplexity and bits per byte of text. */
package bantam.runners.evaluate;
