/** What a text must keep to, checked without a model. */
package bantam.data.rules;
