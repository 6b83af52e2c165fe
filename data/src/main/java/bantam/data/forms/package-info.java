/** How an entry of a data set becomes a document: what is a prompt, and what is to be learnt. */
package bantam.data.forms;
