package bantam.recipes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads files into trees and puts what they extend under them. */
final class Loader {
  private static final int LONGEST_CHAIN = 16;
  private final Shelf shelf;
  private final Optional<Path> data;

  Loader(Shelf shelf) {
    this(shelf, Optional.empty());
  }

  /**
   * @param data the directory from which relative paths in what ships start
   */
  Loader(Shelf shelf, Optional<Path> data) {
    this.shelf = shelf;
    this.data = data;
  }

  /** What a name or path on the command line means. */
  Source find(String name) {
    return based(shelf.find(name, Optional.empty()));
  }

  private Source based(Source source) {
    return source instanceof Source.Shipped shipped && data.isPresent()
        ? new Source.Based(shipped, data.get())
        : source;
  }

  /** A file with everything that it and its stages extend. */
  Node.Mapping load(Source source) {
    List<Source> chain = List.of(source);
    return inner(withBase(Yaml.document(source, source.text()), chain), chain);
  }

  /** A part of a file with everything that it extends. */
  Node.Mapping under(Node.Mapping part) {
    return withBase(part, List.of());
  }

  /** A file that a recipe names under a key. */
  Node.Mapping load(Node.Scalar name, String key) {
    Found found = find(name, key);
    List<Source> chain = List.of(found.source());
    return inner(withBase(Yaml.document(found.source(), found.text()), chain), chain);
  }

  private record Found(Source source, String text) {}

  private Found find(Node.Scalar name, String key) {
    try {
      Source source = based(shelf.find(name.text(), name.origin().directory()));
      return new Found(source, source.text());
    } catch (RecipeException | InputException e) {
      throw new RecipeException("%s: %s: %s".formatted(name.origin(), key, e.getMessage()), e);
    }
  }

  private Node.Mapping inner(Node.Mapping tree, List<Source> chain) {
    Node.Mapping result = tree;
    if (tree.entries().get("stages") instanceof Node.Mapping stages) {
      result =
          result.with(
              "stages",
              stages.map(
                  (name, stage) -> stage instanceof Node.Mapping one ? part(one, chain) : stage));
    }
    if (tree.entries().get("recipe") instanceof Node.Mapping one) {
      result = result.with("recipe", part(one, chain));
    }
    return result;
  }

  // A stage has the stage's name, not that of the recipe which it extends.
  private Node.Mapping part(Node.Mapping stage, List<Source> chain) {
    return stage.entries().containsKey("extends")
        ? Merge.of(base(stage, chain).without("name"), stage.without("extends"))
        : stage;
  }

  private Node.Mapping withBase(Node.Mapping tree, List<Source> chain) {
    return tree.entries().containsKey("extends")
        ? Merge.of(without(base(tree, chain), tree), tree.without("extends"))
        : tree;
  }

  // What is taken from answers belongs together: a task that names any of it names all of it.
  private Node.Mapping without(Node.Mapping base, Node.Mapping variant) {
    boolean own = shelf == Shelf.TASKS && variant.entries().containsKey("filters");
    return own ? base.without("filters") : base;
  }

  private Node.Mapping base(Node.Mapping tree, List<Source> chain) {
    Node written = tree.entries().get("extends");
    if (!(written instanceof Node.Scalar scalar) || Scalars.isNull(written)) {
      throw written
          .origin()
          .wrong("extends is %s; it must be a file or a shipped name".formatted(written));
    }
    Found found = find(scalar, "extends");
    Source source = found.source();
    if (chain.contains(source) || chain.size() == LONGEST_CHAIN) {
      throw scalar.origin().wrong("extends goes in a circle: " + circle(chain, source));
    }
    List<Source> longer = new ArrayList<>(chain);
    longer.add(source);
    return withBase(Yaml.document(source, found.text()), longer);
  }

  private static String circle(List<Source> chain, Source again) {
    return String.join(
        " -> ", Stream.concat(chain.stream(), Stream.of(again)).map(Source::toString).toList());
  }
}
