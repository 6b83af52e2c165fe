package bantam.runners.evaluate;

/** Marks the options of a metric that is measured on choices only. */
interface OfChoices {}
