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
    Node.Mapping file = new Loader(Shelf.TASKS, data).load(name, spot.name());
    if (Groups.isGroup(file)) {
      throw name.origin()
          .wrong(
              "%s is %s, a group of tasks, which only an evaluation takes; name the tasks"
                  .formatted(spot.name(), name));
    }
    return binder.record(file, Task.class, spot.file());
  }
}
