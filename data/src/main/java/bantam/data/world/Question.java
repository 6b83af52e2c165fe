package bantam.data.world;

import java.util.List;

/**
 * A question about the world before its choices are drawn.
 *
 * @param others wrong answers of the same kind
 */
record Question(String prompt, String answer, List<String> others) {}
