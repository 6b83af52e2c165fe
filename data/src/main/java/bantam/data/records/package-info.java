/** Files of benchmarks as records with fields. */
package bantam.data.records;
