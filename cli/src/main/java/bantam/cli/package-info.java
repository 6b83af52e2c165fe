/** cli. */
package bantam.cli;
