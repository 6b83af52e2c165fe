package bantam.data.chat;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a loop stands, which templates call {@code loop}.
 *
 * @param at the item, from 0 on
 */
record Loop(List<Object> items, int at) {
  static final Set<String> ATTRIBUTES =
      Set.of(
          "index",
          "index0",
          "revindex",
          "revindex0",
          "first",
          "last",
          "length",
          "previtem",
          "nextitem");

  Optional<Object> attribute(String name) {
    long size = items.size();
    return switch (name) {
      case "index" -> Optional.of(at + 1L);
      case "index0" -> Optional.of((long) at);
      case "revindex" -> Optional.of(size - at);
      case "revindex0" -> Optional.of(size - at - 1);
      case "first" -> Optional.of(at == 0);
      case "last" -> Optional.of(at == size - 1);
      case "length" -> Optional.of(size);
      case "previtem" -> at > 0 ? Optional.of(items.get(at - 1)) : Optional.empty();
      case "nextitem" -> at + 1 < size ? Optional.of(items.get(at + 1)) : Optional.empty();
      default -> throw new Refusal("loop." + name);
    };
  }
}
