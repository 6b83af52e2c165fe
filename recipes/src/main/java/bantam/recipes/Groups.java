package bantam.recipes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the tasks of groups in the place of the groups' names. */
final class Groups {
  private static final String TASKS = "tasks";
  private static final String GROUPS = "groups";

  private final Loader loader;
  private final Map<String, Node> tasks = new LinkedHashMap<>();
  private final List<Node> groups = new ArrayList<>();

  /**
   * @param data the directory from which relative paths in shipped tasks start
   */
  Groups(Optional<Path> data) {
    this.loader = new Loader(Shelf.TASKS, data);
  }

  /** Whether a file or a part of one is a group. */
  static boolean isGroup(Node node) {
    return node instanceof Node.Mapping mapping && mapping.entries().containsKey(TASKS);
  }

  /** The tasks found so far, to be bound. */
  List<Node> tasks() {
    return List.copyOf(tasks.values());
  }

  /** The groups found so far, to be bound; each names its tasks one by one. */
  List<Node> groups() {
    return List.copyOf(groups);
  }

  /** An evaluation whose tasks are no groups: these stand under a key of their own. */
  Node.Mapping expanded(Node.Mapping evaluation) {
    if (!(evaluation.entries().get(TASKS) instanceof Node.Sequence given)) {
      return evaluation;
    }
    List<Node> plain = new ArrayList<>();
    for (Node one : given.elements()) {
      Optional<Node.Mapping> group = group(one);
      if (group.isPresent()) {
        add(group.get(), List.of());
      } else {
        plain.add(one);
      }
    }
    if (groups.isEmpty()) {
      return evaluation;
    }
    if (evaluation.entries().get(GROUPS) instanceof Node.Sequence written) {
      groups.addAll(written.elements());
    }
    // a task that stands there by itself as well is said to be there twice
    plain.addAll(tasks.values());
    return evaluation
        .with(TASKS, new Node.Sequence(given.origin(), plain))
        .with(GROUPS, new Node.Sequence(given.origin(), groups));
  }

  private Optional<Node.Mapping> group(Node node) {
    try {
      return content(node).filter(Groups::isGroup);
    } catch (RecipeException | InputException e) {
      // it is bound as a task, and told then with all else that is wrong
      return Optional.empty();
    }
  }

  /**
   * Adds a group.
   *
   * @param chain the names of the groups that it is in
   * @return the names of its tasks
   */
  List<String> add(Node.Mapping group, List<String> chain) {
    if (!(group.entries().get(TASKS) instanceof Node.Sequence members)) {
      throw group.entries().get(TASKS).origin().wrong("tasks is no list; name the group's tasks");
    }
    String name = name(group).orElse("");
    if (chain.contains(name)) {
      throw members.origin().wrong("group %s is in itself; take it out".formatted(name));
    }
    List<String> longer = new ArrayList<>(chain);
    longer.add(name);
    int place = groups.size();
    List<String> names = new ArrayList<>();
    for (Node member : members.elements()) {
      Node.Mapping content =
          content(member)
              .orElseThrow(
                  () ->
                      member
                          .origin()
                          .wrong("%s is no task; give its name or path".formatted(member)));
      names.addAll(isGroup(content) ? add(content, longer) : List.of(task(member, content)));
    }
    List<Node> leaves =
        names.stream().<Node>map(leaf -> new Node.Scalar(members.origin(), leaf, true)).toList();
    groups.add(place, group.with(TASKS, new Node.Sequence(members.origin(), leaves)));
    return names;
  }

  private String task(Node node, Node.Mapping content) {
    String name = name(content).orElse(node.toString());
    tasks.putIfAbsent(name, node);
    return name;
  }

  private Optional<Node.Mapping> content(Node node) {
    if (node instanceof Node.Mapping inline) {
      return Optional.of(loader.under(inline));
    }
    return node instanceof Node.Scalar name && !Scalars.isNull(node)
        ? Optional.of(loader.load(name, TASKS))
        : Optional.empty();
  }

  private static Optional<String> name(Node.Mapping content) {
    return content.entries().get("name") instanceof Node.Scalar name
        ? Optional.of(name.text())
        : Optional.empty();
  }
}
