package bantam.data.world;

import java.util.List;
import java.util.Map;

/**
 * Something that is true in the world, as sentences and as questions.
 *
 * @param kind such as {@code home}
 * @param sentences that state it, filled
 * @param prompts that ask for it: a sentence up to the answer
 * @param answer that completes each prompt
 * @param others answers of the same kind that are wrong here and right elsewhere
 */
record Fact(
    String kind, List<String> sentences, List<String> prompts, String answer, List<String> others) {
  /**
   * A fact from templates, which may use {@code {answer}} and the slots given.
   *
   * @param asked templates that end with {@code {answer}.}; they state it too
   * @param told templates that state it in another way
   * @param pool answers of this kind; the right one is left out
   */
  static Fact of(
      String kind,
      Map<String, String> slots,
      String answer,
      List<String> pool,
      List<String> asked,
      List<String> told) {
    Map<String, String> all = new java.util.HashMap<>(slots);
    all.put("answer", answer);
    List<String> prompts =
        asked.stream().map(t -> Words.fill(t.substring(0, t.indexOf(" {answer}")), all)).toList();
    List<String> sentences =
        java.util.stream.Stream.concat(asked.stream(), told.stream())
            .map(t -> Words.fill(t, all))
            .toList();
    List<String> others = pool.stream().distinct().filter(o -> !o.equals(answer)).toList();
    return new Fact(kind, sentences, prompts, answer, others);
  }
}
