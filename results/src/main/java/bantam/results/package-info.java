/**
 * What experiments leave behind, as tables: row records are the schemas, Arrow files hold them.
 *
 * <p>{@link bantam.results.Row} names every table; {@link bantam.results.TableWriter} and {@link
 * bantam.results.TableReader} move rows; {@link bantam.results.Table} and {@link
 * bantam.results.TablePrinter} show them.
 */
package bantam.results;
