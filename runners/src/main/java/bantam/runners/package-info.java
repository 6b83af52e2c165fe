/** runners. */
package bantam.runners;
