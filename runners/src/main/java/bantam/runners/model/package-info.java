/** The Llama-family decoder, its shape, and Hugging Face checkpoints of it. */
package bantam.runners.model;
