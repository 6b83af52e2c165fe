/** What differences between runs are worth: pure functions of numbers. */
package bantam.results.statistics;
