package bantam.data.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whole numbers in English words, such as {@code three hundred and twenty-one}. */
final class NumberWords {
  private static final List<String> SMALL =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final Map<String, Long> LARGE =
      Map.of("thousand", 1_000L, "million", 1_000_000L, "billion", 1_000_000_000L);
  private static final Map<String, Long> WORDS = words();

  /** Words of numbers with what may stand between them. */
  private static final Pattern RUN = run();

  private NumberWords() {}

  private static Map<String, Long> words() {
    Map<String, Long> words = new HashMap<>(LARGE);
    SMALL.forEach(word -> words.put(word, (long) SMALL.indexOf(word)));
    TENS.forEach(word -> words.put(word, 10L * (TENS.indexOf(word) + 2)));
    words.put("hundred", 100L);
    return Map.copyOf(words);
  }

  private static Pattern run() {
    String word =
        WORDS.keySet().stream().sorted().collect(Collectors.joining("|", "\\b(?:", ")\\b"));
    return Pattern.compile(word + "(?:(?:[ -]|, | and )" + word + ")*");
  }

  /** The numbers of a text in lower case, in their order. */
  static List<Long> in(String text) {
    List<Long> numbers = new ArrayList<>();
    Matcher matcher = RUN.matcher(text);
    while (matcher.find()) {
      numbers.add(number(matcher.group().split("\\W+(?:and\\W+)?")));
    }
    return numbers;
  }

  private static long number(String[] words) {
    long whole = 0;
    long part = 0;
    for (String word : words) {
      long value = WORDS.get(word);
      if (LARGE.containsKey(word)) {
        whole += Math.max(1, part) * value;
        part = 0;
      } else if (word.equals("hundred")) {
        part = Math.max(1, part) * value;
      } else {
        part += value;
      }
    }
    return whole + part;
  }
}
