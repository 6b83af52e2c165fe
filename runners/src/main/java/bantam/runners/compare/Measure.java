package bantam.runners.compare;

/**
 * What is measured on several tasks alike.
 *
 * @param filter what was done to the answers before; none if nothing
 * @param metric its name
 */
record Measure(String filter, String metric) {}
