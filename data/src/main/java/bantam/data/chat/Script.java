package bantam.data.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A template made ready for jinjava: its loops and branches as they are, everything else a numbered
 * step that jinjava calls by {@code at}.
 *
 * @param source for jinjava
 * @param steps by number
 */
record Script(String source, List<Step> steps) {
  Script {
    steps = List.copyOf(steps);
  }

  static Script of(String template) {
    Writer writer = new Writer();
    for (Segment segment : Segments.of(template)) {
      if (segment instanceof Segment.Text text) {
        writer.output(0, rendering -> text.text());
      } else {
        writer.tag((Segment.Tag) segment);
      }
    }
    return writer.done();
  }

  /** Deeper than any template, less than the stack. */
  private static final int DEEPEST = 100;

  /**
   * A block that is open.
   *
   * @param loop its number, if it is one
   */
  private record Open(String name, int line, int loop) {
    Open(String name, int line) {
      this(name, line, Step.NONE);
    }
  }

  private static final class Writer {
    private final StringBuilder source = new StringBuilder();
    private final List<Step> steps = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();

    private String at(int line, Step.Action action) {
      return at(new Step(line, Step.NONE, action));
    }

    private String at(Step step) {
      steps.add(step);
      return "at(" + (steps.size() - 1) + ")";
    }

    private void output(int line, Step.Action action) {
      output(new Step(line, Step.NONE, action));
    }

    private void output(Step step) {
      source.append("{{ ").append(at(step)).append(" }}");
    }

    private void control(String tag) {
      source.append("{% ").append(tag).append(" %}");
    }

    private void tag(Segment.Tag tag) {
      Tokens tokens = new Tokens(tag.tokens());
      ExpressionParser parser = new ExpressionParser(tokens);
      if (tag.statement()) {
        statement(tokens.advance(), tokens, parser);
      } else {
        Expression value = parser.whole();
        output(tag.line(), rendering -> Python.text(value.value(rendering.frame())));
      }
      tokens.end();
    }

    private void statement(Token name, Tokens tokens, ExpressionParser parser) {
      int line = name.line();
      switch (name.text()) {
        case "if" -> branch(line, "if", parser.or());
        case "elif" -> {
          inside(name, "if");
          branch(line, "elif", parser.or());
        }
        case "else" -> {
          if (open.isEmpty() || !open.peek().name().equals("if")) {
            throw new Refusal(line, "'else' of a loop");
          }
          control("else");
        }
        case "for" -> loop(line, tokens, parser);
        case "set" -> assign(line, tokens, parser);
        case "generation" -> {
          opened(new Open("generation", line));
          output(line, Rendering::enter);
        }
        case "endif", "endfor", "endset", "endgeneration" -> close(name);
        case "break", "continue" -> leap(name);
        default -> throw new Refusal(line, "the tag '%s'".formatted(name.text()));
      }
    }

    /**
     * The way out of a turn. Jinjava's own goes on with the rest of the branches that it stands in,
     * so every step up to the loop's next turn or end is skipped.
     */
    private void leap(Token name) {
      int loop =
          open.stream()
              .filter(block -> block.name().equals("for"))
              .findFirst()
              .orElseThrow(
                  () -> new Refusal(name.line(), "'%s' outside of a loop".formatted(name.text())))
              .loop();
      output(name.line(), rendering -> rendering.skipTo(loop));
      if (name.text().equals("break")) {
        control("break");
      }
    }

    private void opened(Open block) {
      open.push(block);
      if (open.size() > DEEPEST) {
        throw new Refusal(block.line(), "more than %d blocks in each other".formatted(DEEPEST));
      }
    }

    private void branch(int line, String tag, Expression condition) {
      if (tag.equals("if")) {
        opened(new Open("if", line));
      }
      control(tag + " " + at(line, rendering -> condition.truth(rendering.frame())));
    }

    private void inside(Token name, String block) {
      if (open.isEmpty() || !open.peek().name().equals(block)) {
        throw new Refusal(name.line(), "'%s' outside of '%s'".formatted(name.text(), block));
      }
    }

    private void close(Token name) {
      String block = name.text().substring("end".length());
      inside(name, block);
      Open closed = open.pop();
      if (block.equals("if") || block.equals("for")) {
        control(name.text());
      }
      if (block.equals("for")) {
        output(new Step(closed.line(), closed.loop(), Rendering::leaveLoop));
      } else if (!block.equals("if")) {
        output(closed.line(), Rendering::leave);
      }
    }

    private void loop(int line, Tokens tokens, ExpressionParser parser) {
      List<String> targets = new ArrayList<>();
      boolean parentheses = tokens.take("(");
      do {
        targets.add(variable(tokens));
      } while (tokens.take(","));
      if (parentheses) {
        tokens.expect(")");
      }
      tokens.expect("in");
      Expression items = parser.or();
      Optional<Expression> condition =
          tokens.take("if") ? Optional.of(parser.whole()) : Optional.empty();
      LoopHead head = new LoopHead(targets, items, condition);
      int number = steps.size();
      opened(new Open("for", line, number));
      control("for turn in " + at(line, rendering -> rendering.begin(head)));
      output(new Step(line, number, Rendering::advance));
    }

    private static String variable(Tokens tokens) {
      Token name = tokens.advance();
      if (name.kind() != Token.Kind.NAME || name.text().equals("loop")) {
        throw new Refusal(name.line(), name + " where a variable must be");
      }
      return name.text();
    }

    private void assign(int line, Tokens tokens, ExpressionParser parser) {
      String name = variable(tokens);
      Optional<String> member = tokens.take(".") ? Optional.of(variable(tokens)) : Optional.empty();
      if (tokens.take("=")) {
        Expression value = parser.whole();
        output(line, rendering -> rendering.assign(name, member, value.value(rendering.frame())));
      } else if (member.isEmpty() && tokens.next().kind() == Token.Kind.END) {
        opened(new Open("set", line));
        output(line, rendering -> rendering.capture(name));
      } else {
        throw tokens.refused(tokens.next() + " in 'set'");
      }
    }

    Script done() {
      if (!open.isEmpty()) {
        throw new Refusal(
            open.peek().line(), "a '%s' that does not end".formatted(open.peek().name()));
      }
      return new Script(source.toString(), steps);
    }
  }
}
