/** Text, tokens and task items as plain arrays and buffers; no tensor library. */
package bantam.data;
