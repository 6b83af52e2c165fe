package bantam.data.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code for targets in items if condition} */
record LoopHead(List<String> targets, Expression items, Optional<Expression> condition) {
  LoopHead {
    targets = List.copyOf(targets);
  }

  /** What is gone through. */
  List<Object> items(Frame frame) {
    List<Object> all = Python.items(frame.budget().made(items.value(frame)));
    frame.budget().spend(all.size());
    if (condition.isEmpty()) {
      return all;
    }
    List<Object> chosen = new ArrayList<>();
    for (Object item : all) {
      Frame inner = frame.inner();
      bind(inner, item);
      if (condition.get().truth(inner)) {
        chosen.add(item);
      }
    }
    return chosen;
  }

  void bind(Frame frame, Object item) {
    if (targets.size() == 1) {
      frame.set(targets.get(0), item);
      return;
    }
    List<Object> parts = Python.items(item);
    if (parts.size() != targets.size()) {
      throw new Refusal("%d values for %d variables".formatted(parts.size(), targets.size()));
    }
    for (int i = 0; i < targets.size(); i++) {
      frame.set(targets.get(i), parts.get(i));
    }
  }
}
