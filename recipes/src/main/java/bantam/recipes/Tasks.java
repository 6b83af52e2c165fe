package bantam.recipes;

import java.nio.file.Path;
import java.util.Optional;

/** Binds a task: by the name of a shipped one, by the path of a file, or as it stands. */
final class Tasks {
  private final Binder binder;
  private final Optional<Path> data;

  Tasks(Binder binder, Optional<Path> data) {
    this.binder = binder;
    this.data = data;
  }

  Task task(Node node, Spot spot) {
    if (node instanceof Node.Mapping inline) {
      return binder.record(
          new Loader(Shelf.TASKS, data).under(inline), Task.class, spot.with(Scope.OUTSIDE));
    }
    if (!(node instanceof Node.Scalar name)) {
      throw Values.wrongType(spot, node, "a task's name or path");
    }
    return binder.record(
        new Loader(Shelf.TASKS, data).load(name, spot.name()), Task.class, spot.file());
  }
}
