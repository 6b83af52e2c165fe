package bantam.recipes;

/** Binds a task: by the name of a shipped one, by the path of a file, or as it stands. */
final class Tasks {
  private final Binder binder;

  Tasks(Binder binder) {
    this.binder = binder;
  }

  Task task(Node node, Spot spot) {
    if (node instanceof Node.Mapping inline) {
      return binder.record(inline, Task.class, spot.with(Scope.OUTSIDE));
    }
    if (!(node instanceof Node.Scalar name)) {
      throw Values.wrongType(spot, node, "a task's name or path");
    }
    return binder.record(new Loader(Shelf.TASKS).load(name, spot.name()), Task.class, spot.file());
  }
}
