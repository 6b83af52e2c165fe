package bantam.data.chat;

import bantam.data.chat.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a tag into tokens, up to and past its end. */
final class Words {
  private static final List<String> OPERATORS =
      List.of(
          "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
          "}", ">", "<", "=", ".", ":", "|", ",");

  /** More than any template has, and few enough to be worked out by recursion. */
  private static final int MOST = 2000;

  private final String source;
  private final String end;
  private final int first;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line;

  /** Open brackets: within them the tag does not end. */
  private int depth;

  Words(String source, int from, boolean statement) {
    this.source = source;
    this.end = statement ? "%}" : "}}";
    this.first = Segments.line(source, from);
    this.at = from;
    this.line = first;
  }

  /** Behind the tag, once it was read. */
  int at() {
    return at;
  }

  List<Token> read() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (Strings.space(c)) {
        line += c == '\n' ? 1 : 0;
        at++;
      } else if (depth == 0 && ends()) {
        add(Kind.END, "");
        return tokens;
      } else {
        word(c);
      }
    }
    throw new Refusal(first, "a tag that does not end");
  }

  private boolean ends() {
    boolean signed = source.startsWith("-" + end, at) || source.startsWith("+%}", at);
    if (signed && (end.equals("%}") || source.charAt(at) == '-')) {
      at += 3;
      return true;
    }
    if (source.startsWith(end, at)) {
      at += 2;
      return true;
    }
    return false;
  }

  private void word(char c) {
    if (Character.isLetter(c) || c == '_') {
      add(Kind.NAME, run());
    } else if (c >= '0' && c <= '9') {
      String digits = run();
      boolean fraction =
          at + 1 < source.length()
              && source.charAt(at) == '.'
              && Character.isDigit(source.charAt(at + 1));
      if (!digits.matches("[0-9]{1,18}") || fraction) {
        throw new Refusal(line, "the number %s...".formatted(digits));
      }
      add(Kind.INTEGER, digits);
    } else if (c == '\'' || c == '"') {
      add(Kind.STRING, string(c));
    } else {
      operator(c);
    }
  }

  private String run() {
    int from = at;
    while (at < source.length()
        && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
      at++;
    }
    return source.substring(from, at);
  }

  private void operator(char c) {
    for (String operator : OPERATORS) {
      if (source.startsWith(operator, at)) {
        depth += "([{".contains(operator) ? 1 : ")]}".contains(operator) ? -1 : 0;
        if (depth < 0) {
          throw new Refusal(line, "a '%c' that closes nothing".formatted(c));
        }
        at += operator.length();
        add(Kind.OPERATOR, operator);
        return;
      }
    }
    throw new Refusal(line, "the character '%c'".formatted(c));
  }

  private void add(Kind kind, String text) {
    if (tokens.size() == MOST) {
      throw new Refusal(first, "a tag of more than %,d words".formatted(MOST));
    }
    tokens.add(new Token(kind, text, line));
  }

  private String string(char quote) {
    StringBuilder value = new StringBuilder();
    for (at++; at < source.length(); at++) {
      char c = source.charAt(at);
      if (c == quote) {
        at++;
        return value.toString();
      }
      line += c == '\n' ? 1 : 0;
      if (c == '\\' && at + 1 < source.length()) {
        at++;
        escape(value);
      } else {
        value.append(c);
      }
    }
    throw new Refusal(line, "a string that does not end");
  }

  /** Python's escapes; an unknown one stands as it is written. */
  private void escape(StringBuilder value) {
    char c = source.charAt(at);
    int known = "\\'\"abfnrtv".indexOf(c);
    if (known >= 0) {
      value.append("\\'\"\u0007\b\f\n\r\t\u000b".charAt(known));
    } else if (c == '\n') {
      line++;
    } else if (c == 'x' || c == 'u' || c == 'U') {
      hex(value, c == 'x' ? 2 : c == 'u' ? 4 : 8);
    } else if (c == 'N' || (c >= '0' && c <= '7')) {
      throw new Refusal(line, "the escape \\%c in a string".formatted(c));
    } else {
      value.append('\\').append(c);
    }
  }

  private void hex(StringBuilder value, int digits) {
    int end = at + 1 + digits;
    String hex = end <= source.length() ? source.substring(at + 1, end) : "";
    if (!hex.matches("[0-9a-fA-F]+") || Long.parseLong(hex, 16) > Character.MAX_CODE_POINT) {
      throw new Refusal(line, "the escape \\%c in a string".formatted(source.charAt(at)));
    }
    value.appendCodePoint(Integer.parseInt(hex, 16));
    at = end - 1;
  }
}
