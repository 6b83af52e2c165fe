/** data. */
package bantam.data;
