/**
 * The recipe language: records that say what an experiment is, and their strict reader.
 *
 * <p>A recipe is one YAML mapping. Only {@code true} and {@code false} are booleans; quoted values
 * are text. Anchors, aliases, merge keys and tags are refused; {@code extends: other.yaml} does
 * their work: mappings merge, everything else is replaced, and a catalogue's member with another
 * {@code use} replaces the whole. Relative paths start from the file that holds them, those of an
 * override from the working directory.
 *
 * <p>The way of a recipe: {@link bantam.recipes.Source} text, located {@link bantam.recipes.Node}s,
 * {@code extends}, overrides, {@link bantam.recipes.Document} with the bound {@link
 * bantam.recipes.Recipe}. The records' {@link bantam.recipes.Key}s are the only place where a key's
 * meaning, default and range are written; reader, JSON Schema, docs and canonical form follow them.
 */
package bantam.recipes;
