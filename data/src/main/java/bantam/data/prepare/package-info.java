/** What is done to a benchmark's records before templates see them. */
package bantam.data.prepare;
