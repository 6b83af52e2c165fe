/** Windows of tokens, and which of them a step takes. */
package bantam.data.pack;
