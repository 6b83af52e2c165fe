package bantam.data.chat;

import bantam.data.chat.Token.Kind;
import java.util.List;
import java.util.Set;

/** A tag's tokens, from the first to the last. */
final class Tokens {
  private final List<Token> tokens;
  private int at;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token next() {
    return tokens.get(at);
  }

  /** The one behind the next. */
  Token then() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token advance() {
    Token token = next();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  boolean take(String text) {
    boolean there = next().is(text);
    if (there) {
      advance();
    }
    return there;
  }

  void expect(String text) {
    if (!take(text)) {
      throw refused("%s where '%s' must be".formatted(next(), text));
    }
  }

  void end() {
    if (next().kind() != Kind.END) {
      throw refused(next() + " where the tag must end");
    }
  }

  /** Whether an argument of a test may begin here, without parentheses. */
  boolean startsValue() {
    Token next = next();
    return switch (next.kind()) {
      case INTEGER, STRING -> true;
      case NAME ->
          !Set.of("else", "or", "and", "is", "if", "in", "not", "recursive").contains(next.text());
      case OPERATOR -> next.is("[") || next.is("{");
      case END -> false;
    };
  }

  Refusal refused(String what) {
    return new Refusal(next().line(), what);
  }
}
