/** Continues prompts, greedily or by seeded sampling. */
package bantam.runners.generate;
