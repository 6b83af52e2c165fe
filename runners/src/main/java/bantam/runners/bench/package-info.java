/** Training speed and memory, measured on the code that trains. */
package bantam.runners.bench;
