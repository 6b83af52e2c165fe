/** The command line: commands, progress, signals, exit codes and the log. */
package bantam.cli;
