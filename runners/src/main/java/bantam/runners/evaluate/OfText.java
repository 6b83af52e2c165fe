package bantam.runners.evaluate;

/** The options of a metric of written answers. */
interface OfText {}
