/** What is taken from written answers before they are measured: pure functions of their texts. */
package bantam.data.filter;
