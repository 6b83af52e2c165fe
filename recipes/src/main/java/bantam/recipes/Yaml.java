package bantam.recipes;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * YAML text to located nodes. What Jackson passes over in silence or reads as something else
 * (anchors, aliases, merge keys, tags, a second document) is refused.
 */
final class Yaml {
  private static final int DEEPEST = 50;
  private static final YAMLFactory FACTORY = YAMLFactory.builder().loaderOptions(limits()).build();

  private final YAMLParser parser;
  private final int[] points;
  private final Origin start;

  private Yaml(YAMLParser parser, String text, Origin start) {
    this.parser = parser;
    this.points = text.codePoints().toArray();
    this.start = start;
  }

  /** A whole file, which must be one mapping. */
  static Node.Mapping document(Source source, String text) {
    Origin start = new Origin(source.toString(), 1, source.directory());
    Node root = parse(text, start);
    if (root instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw root.origin().wrong("the file is %s; it must be a mapping of keys".formatted(root));
  }

  /** A value alone: an override's, or a default. Its lines mean nothing. */
  static Node value(String text, Origin origin) {
    return text.isBlank() ? new Node.Scalar(origin, "", false) : parse(text, origin);
  }

  private static Node parse(String text, Origin start) {
    try (YAMLParser parser = FACTORY.createParser(text)) {
      return new Yaml(parser, text, start).root();
    } catch (IOException e) {
      throw YamlFault.of(e, text, start);
    }
  }

  private Node root() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw start.wrong("the file is empty; it must be a mapping of keys");
    }
    Node root = node(first, here(), 0);
    if (parser.nextToken() != null) {
      throw here().wrong("a second document begins; keep one in a file, without '---'");
    }
    return root;
  }

  private Node node(JsonToken token, Origin origin, int depth) throws IOException {
    refuseCleverness();
    if (depth > DEEPEST) {
      throw here().wrong("nested deeper than " + DEEPEST + " levels; a recipe is flatter");
    }
    return switch (token) {
      case START_OBJECT -> mapping(origin, depth);
      case START_ARRAY -> sequence(origin, depth);
      default -> scalar(origin);
    };
  }

  private Node.Mapping mapping(Origin origin, int depth) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Origin place = here();
      refuseCleverness();
      String key = parser.currentName();
      if (key.equals("<<")) {
        throw place.wrong("merge keys (<<) are not read; use extends: other.yaml");
      }
      Node earlier = entries.get(key);
      if (earlier != null) {
        throw place.wrong(
            "key %s stands twice, first in line %d; delete one"
                .formatted(Quote.of(key), earlier.origin().line()));
      }
      entries.put(key, node(parser.nextToken(), place, depth + 1));
    }
    return new Node.Mapping(origin, entries);
  }

  private Node.Sequence sequence(Origin origin, int depth) throws IOException {
    List<Node> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(node(token, here(), depth + 1));
    }
    return new Node.Sequence(origin, elements);
  }

  private Node.Scalar scalar(Origin origin) throws IOException {
    return new Node.Scalar(origin, parser.getText(), quoted());
  }

  // Jackson does not tell the style, but the first character does.
  private boolean quoted() {
    return startsWithOneOf("\"'|>");
  }

  private boolean startsWithOneOf(String characters) {
    int offset = (int) parser.currentTokenLocation().getCharOffset();
    return offset >= 0 && offset < points.length && characters.indexOf(points[offset]) >= 0;
  }

  private void refuseCleverness() throws IOException {
    if (parser.isCurrentAlias()) {
      throw here()
          .wrong(
              "aliases (*%s) are not read; use extends: other.yaml"
                  .formatted(Quote.line(parser.getText())));
    }
    // Jackson keeps the anchors of mappings and lists only.
    if (parser.getObjectId() != null || startsWithOneOf("&")) {
      throw here().wrong("anchors (&) are not read; use extends: other.yaml");
    }
    if (parser.getTypeId() != null || startsWithOneOf("!")) {
      throw here().wrong("tags (!) are not read; delete it, and put text in quotes");
    }
  }

  private Origin here() {
    return start.line() == 0
        ? start
        : start.at(Math.max(1, parser.currentTokenLocation().getLineNr()));
  }

  private static LoaderOptions limits() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Source.LARGEST);
    options.setNestingDepthLimit(DEEPEST);
    return options;
  }
}
