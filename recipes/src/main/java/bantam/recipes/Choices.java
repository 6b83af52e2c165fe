package bantam.recipes;

import java.util.List;
import java.util.Map;

/** Binds {@code loss: forward-kl} and {@code loss: {use: forward-kl, temperature: 2}}. */
final class Choices {
  private static final String USE = "use";
  private final Binder binder;
  private final Catalogues catalogues;

  Choices(Binder binder, Catalogues catalogues) {
    this.binder = binder;
    this.catalogues = catalogues;
  }

  Choice choice(Node node, Spot spot) {
    Catalogue<?> catalogue = catalogues.of(spot.key().catalogue());
    if (node instanceof Node.Scalar name) {
      return bound(new Node.Mapping(node.origin(), Map.of(USE, name)), name, catalogue, spot);
    }
    if (!(node instanceof Node.Mapping mapping)) {
      throw Values.wrongType(spot, node, wanted(catalogue));
    }
    Node use = mapping.entries().get(USE);
    if (use == null) {
      throw mapping
          .origin()
          .wrong("%s has no key 'use'; it must be %s".formatted(spot.name(), wanted(catalogue)));
    }
    if (!(use instanceof Node.Scalar name) || Scalars.isNull(use)) {
      throw use.origin().wrong("use is %s; it must be %s".formatted(use, wanted(catalogue)));
    }
    return bound(mapping, name, catalogue, spot);
  }

  private Choice bound(Node.Mapping node, Node.Scalar name, Catalogue<?> catalogue, Spot spot) {
    Catalogue.Entry<?, ?> entry =
        catalogue
            .find(name.text())
            .orElseThrow(() -> Values.unknown(spot, name, catalogue.names()));
    return new Choice(entry.name(), binder.record(node, entry.options(), spot, List.of(USE)));
  }

  private static String wanted(Catalogue<?> catalogue) {
    return "a choice of %s: NAME or {use: NAME, ...} with NAME one of %s"
        .formatted(catalogue.noun(), String.join(", ", catalogue.names()));
  }
}
