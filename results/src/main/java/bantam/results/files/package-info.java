/** Files that are whole or absent, what to say when a disk refuses, and content hashes. */
package bantam.results.files;
