/** results. */
package bantam.results;
