/** Removes the parts of a model that score lowest; the result is a smaller standard checkpoint. */
package bantam.runners.prune;
