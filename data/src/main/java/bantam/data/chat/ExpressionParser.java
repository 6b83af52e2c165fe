package bantam.data.chat;

import bantam.data.chat.Expression.Argument;
import bantam.data.chat.Expression.Call;
import bantam.data.chat.Expression.Callee;
import bantam.data.chat.Expression.Conditional;
import bantam.data.chat.Expression.Link;
import bantam.data.chat.Expression.ListOf;
import bantam.data.chat.Expression.Literal;
import bantam.data.chat.Expression.Logical;
import bantam.data.chat.Python.None;
import bantam.data.chat.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads expressions by Jinja2's grammar.
 *
 * @see <a href="https://github.com/pallets/jinja/blob/3.1.6/src/jinja2/parser.py">its parser</a>
 */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> ELSEWHERE =
      Set.of("self", "super", "caller", "varargs", "kwargs", "lipsum", "cycler", "joiner");

  /** Deeper than any template, less than the stack. */
  private static final int DEEPEST = 200;

  private final Tokens tokens;
  private int depth;

  ExpressionParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** With {@code a if b else c}. */
  Expression whole() {
    if (++depth > DEEPEST) {
      throw tokens.refused("an expression of more than %d levels".formatted(DEEPEST));
    }
    Expression value = or();
    while (tokens.take("if")) {
      Expression condition = or();
      Expression no =
          tokens.take("else") ? whole() : new Literal(new Python.Undefined("the missing else"));
      value = new Conditional(condition, value, no);
    }
    depth--;
    return value;
  }

  /** Without it. */
  Expression or() {
    Expression left = and();
    while (tokens.take("or")) {
      left = new Logical(false, left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.take("and")) {
      left = new Logical(true, left, not());
    }
    return left;
  }

  private Expression not() {
    int many = 0;
    while (tokens.take("not")) {
      many++;
    }
    Expression value = comparison();
    for (int i = 0; i < many; i++) {
      value = new Expression.Not(value);
    }
    return value;
  }

  private Expression comparison() {
    Expression first = sum();
    List<Link> links = new ArrayList<>();
    for (Optional<String> operator = comparing(); operator.isPresent(); operator = comparing()) {
      links.add(new Link(operator.get(), sum()));
    }
    return links.isEmpty() ? first : new Expression.Compare(first, List.copyOf(links));
  }

  private Optional<String> comparing() {
    Token next = tokens.next();
    if (next.kind() == Kind.OPERATOR && COMPARISONS.contains(next.text())) {
      return Optional.of(tokens.advance().text());
    }
    if (tokens.take("in")) {
      return Optional.of("in");
    }
    if (next.is("not") && tokens.then().is("in")) {
      tokens.advance();
      tokens.advance();
      return Optional.of("not in");
    }
    return Optional.empty();
  }

  private Expression sum() {
    Expression left = joined();
    while (tokens.next().is("+") || tokens.next().is("-")) {
      left = new Expression.Binary(tokens.advance().text(), left, joined());
    }
    return left;
  }

  private Expression joined() {
    Expression left = product();
    while (tokens.take("~")) {
      left = new Expression.Binary("~", left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = unary(true);
    while (tokens.next().is("*") || tokens.next().is("//") || tokens.next().is("%")) {
      left = new Expression.Binary(tokens.advance().text(), left, unary(true));
    }
    if (tokens.next().is("/") || tokens.next().is("**")) {
      throw tokens.refused("the operator " + tokens.next());
    }
    return left;
  }

  private Expression unary(boolean filters) {
    Expression value;
    if (tokens.take("-")) {
      value = new Expression.Binary("-", new Literal(0L), unary(false));
    } else {
      value = postfix(primary());
    }
    return filters ? filtered(value) : value;
  }

  private Expression primary() {
    Token token = tokens.advance();
    if (token.kind() == Kind.INTEGER) {
      return new Literal(Long.valueOf(token.text()));
    }
    if (token.kind() == Kind.STRING) {
      StringBuilder text = new StringBuilder(token.text());
      while (tokens.next().kind() == Kind.STRING) {
        text.append(tokens.advance().text());
      }
      return new Literal(text.toString());
    }
    if (token.kind() == Kind.NAME) {
      return name(token);
    }
    return switch (token.text()) {
      case "(" -> parenthesis();
      case "[" -> new ListOf(list("]"), false);
      case "{" -> mapping();
      default -> throw new Refusal(token.line(), token + " where a value must be");
    };
  }

  private Expression name(Token token) {
    String name = token.text();
    if (ELSEWHERE.contains(name) || Set.of("if", "else", "is", "in", "and", "or").contains(name)) {
      throw new Refusal(token.line(), token + " where a value must be");
    }
    return switch (name) {
      case "true", "True" -> new Literal(true);
      case "false", "False" -> new Literal(false);
      case "none", "None" -> new Literal(None.NONE);
      default -> call(token);
    };
  }

  private Expression call(Token name) {
    if (!tokens.take("(")) {
      return new Expression.Name(name.text());
    }
    return new Call(
        known(Functions.ALL.get(name.text()), "function", name),
        Optional.empty(),
        name.text(),
        arguments());
  }

  private static Callee known(Callee callee, String what, Token name) {
    if (callee == null) {
      throw new Refusal(name.line(), "the %s '%s'".formatted(what, name.text()));
    }
    return callee;
  }

  private Expression parenthesis() {
    if (tokens.take(")")) {
      return new ListOf(List.of(), true);
    }
    Expression first = whole();
    if (tokens.take(")")) {
      return first;
    }
    tokens.expect(",");
    List<Expression> items = new ArrayList<>(List.of(first));
    items.addAll(list(")"));
    return new ListOf(items, true);
  }

  private List<Expression> list(String end) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.take(end)) {
      items.add(whole());
      if (!tokens.next().is(end)) {
        tokens.expect(",");
      }
    }
    return List.copyOf(items);
  }

  private Expression mapping() {
    Map<String, Expression> entries = new LinkedHashMap<>();
    while (!tokens.take("}")) {
      Token key = tokens.advance();
      if (key.kind() != Kind.STRING || !tokens.take(":")) {
        throw new Refusal(key.line(), "a mapping whose keys are not strings");
      }
      entries.put(key.text(), whole());
      if (!tokens.next().is("}")) {
        tokens.expect(",");
      }
    }
    return new Expression.MapOf(entries);
  }

  private Expression postfix(Expression of) {
    Expression value = of;
    while (true) {
      if (tokens.take(".")) {
        value = member(value, tokens.advance());
      } else if (tokens.take("[")) {
        value = subscript(value);
      } else if (tokens.next().is("(")) {
        throw tokens.refused("a call of what is no function");
      } else {
        return value;
      }
    }
  }

  private Expression member(Expression of, Token name) {
    if (name.kind() == Kind.INTEGER) {
      return new Expression.Item(of, new Literal(Long.valueOf(name.text())));
    }
    if (name.kind() != Kind.NAME) {
      throw new Refusal(name.line(), name + " behind a dot");
    }
    if (!tokens.take("(")) {
      return new Expression.Attribute(of, name.text());
    }
    known(Methods.knows(name.text()) ? Methods::call : null, "method", name);
    return new Call(Methods::call, Optional.of(of), name.text(), arguments());
  }

  private Expression subscript(Expression of) {
    List<Expression> bounds = new ArrayList<>();
    boolean slice = false;
    Expression one = new Literal(None.NONE);
    while (!tokens.take("]")) {
      if (tokens.take(":")) {
        slice = true;
        bounds.add(one);
        one = new Literal(None.NONE);
      } else {
        one = whole();
        if (!tokens.next().is("]") && !tokens.next().is(":")) {
          throw tokens.refused(tokens.next() + " in a subscript");
        }
      }
    }
    bounds.add(one);
    if (!slice) {
      return new Expression.Item(of, one);
    }
    if (bounds.size() > 3) {
      throw tokens.refused("a slice of four parts");
    }
    Expression step = bounds.size() == 3 ? bounds.get(2) : new Literal(None.NONE);
    return new Expression.Slice(of, bounds.get(0), bounds.get(1), step);
  }

  private List<Argument> arguments() {
    List<Argument> arguments = new ArrayList<>();
    while (!tokens.take(")")) {
      Optional<String> name = Optional.empty();
      if (tokens.next().kind() == Kind.NAME && tokens.then().is("=")) {
        name = Optional.of(tokens.advance().text());
        tokens.advance();
      }
      if (name.isEmpty() && !arguments.isEmpty() && last(arguments).name().isPresent()) {
        throw tokens.refused("an argument by place behind one by name");
      }
      arguments.add(new Argument(name, whole()));
      if (!tokens.next().is(")")) {
        tokens.expect(",");
      }
    }
    return List.copyOf(arguments);
  }

  private static Argument last(List<Argument> arguments) {
    return arguments.get(arguments.size() - 1);
  }

  private Expression filtered(Expression of) {
    Expression value = of;
    while (true) {
      if (tokens.take("|")) {
        Token name = tokens.advance();
        Callee filter = known(Filters.ALL.get(name.text()), "filter", name);
        List<Argument> arguments = tokens.take("(") ? arguments() : List.of();
        value = new Call(filter, Optional.of(value), name.text(), arguments);
      } else if (tokens.take("is")) {
        value = test(value);
      } else {
        return value;
      }
    }
  }

  private Expression test(Expression of) {
    boolean negated = tokens.take("not");
    Token name = tokens.advance();
    Callee test = known(Tests.knows(name.text()) ? ExpressionParser::holds : null, "test", name);
    List<Argument> arguments = List.of();
    if (tokens.take("(")) {
      arguments = arguments();
    } else if (tokens.startsValue()) {
      arguments = List.of(new Argument(Optional.empty(), postfix(primary())));
    }
    Expression call = new Call(test, Optional.of(of), name.text(), arguments);
    return negated ? new Expression.Not(call) : call;
  }

  private static Object holds(Object self, String name, Arguments arguments) {
    return Tests.holds(name, self, arguments);
  }
}
