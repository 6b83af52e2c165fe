/** Readers of text: plain, JSONL, Arrow. */
package bantam.data.corpus;
