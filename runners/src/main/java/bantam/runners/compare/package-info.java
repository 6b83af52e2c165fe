/** Evaluations side by side: whether a difference between them is real. */
package bantam.runners.compare;
