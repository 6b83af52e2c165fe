/** A small world in plain English: texts that teach it and items that ask for it. */
package bantam.data.world;
