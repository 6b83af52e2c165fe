package bantam.data.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into texts and tags, the whitespace treated as Jinja2 does with {@code
 * trim_blocks} and {@code lstrip_blocks} set and a last line feed dropped, which is how
 * transformers renders chat templates.
 *
 * @see <a href="https://github.com/pallets/jinja/blob/3.1.6/src/jinja2/lexer.py">Jinja2's lexer</a>
 */
final class Segments {
  private final String source;
  private final List<Segment> segments = new ArrayList<>();
  private int at;

  /** Whether what was read last ends a line, so that blanks before a tag are at a line's start. */
  private boolean lineStarts = true;

  private Segments(String source) {
    this.source = source;
  }

  static List<Segment> of(String template) {
    String lines = template.replace("\r\n", "\n").replace('\r', '\n');
    Segments all =
        new Segments(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines);
    all.read();
    return List.copyOf(all.segments);
  }

  private void read() {
    while (at < source.length()) {
      int tag = tag(at);
      if (tag < 0) {
        text(source.substring(at));
        return;
      }
      char kind = source.charAt(tag + 1);
      char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
      text(before(source.substring(at, tag), kind, sign));
      at = tag + (sign == '-' || sign == '+' ? 3 : 2);
      if (kind == '#') {
        comment(tag);
      } else {
        Words words = new Words(source, at, kind == '%');
        segments.add(new Segment.Tag(kind == '%', words.read(), line(source, tag)));
        at = words.at();
        after(kind, source.charAt(at - 3));
      }
    }
  }

  private int tag(int from) {
    for (int i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private String before(String text, char kind, char sign) {
    if (sign == '-') {
      return Strings.stripEnd(text);
    }
    int line = text.lastIndexOf('\n') + 1;
    boolean blank = text.substring(line).codePoints().allMatch(Strings::space);
    boolean cut = sign != '+' && kind != '{' && (line > 0 || lineStarts) && blank;
    return cut ? text.substring(0, line) : text;
  }

  private void comment(int from) {
    int end = source.indexOf("#}", at);
    if (end < 0) {
      throw new Refusal(line(source, from), "a comment that does not end");
    }
    at = end + 2;
    after('#', source.charAt(end - 1));
  }

  /** Skips what a tag's end swallows. */
  private void after(char kind, char sign) {
    int end = at;
    if (sign == '-') {
      while (at < source.length() && Strings.space(source.codePointAt(at))) {
        at += Character.charCount(source.codePointAt(at));
      }
    } else if (sign != '+' && kind != '{' && source.startsWith("\n", at)) {
      at++;
    }
    lineStarts = at > end && source.charAt(at - 1) == '\n';
  }

  private void text(String text) {
    if (!text.isEmpty()) {
      segments.add(new Segment.Text(text));
    }
  }

  static int line(String source, int place) {
    return 1 + (int) source.substring(0, place).chars().filter(c -> c == '\n').count();
  }
}
