/** Training a student against a frozen teacher, and how far apart the two are. */
package bantam.runners.distill;
