/** The items of benchmark tasks. */
package bantam.data.items;
