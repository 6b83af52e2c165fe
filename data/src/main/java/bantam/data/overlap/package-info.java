/** What stands in two texts alike: benchmark items in a training text. */
package bantam.data.overlap;
