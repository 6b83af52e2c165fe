/** Every sequence of a long text, counted and found. */
package bantam.data.suffix;
