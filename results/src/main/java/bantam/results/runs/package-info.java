/** Run directories: their identity, state, lock, provenance, and listings of many of them. */
package bantam.results.runs;
