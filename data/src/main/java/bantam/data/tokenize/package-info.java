/** Tokenizers: Hugging Face files, encoding, training. */
package bantam.data.tokenize;
