package bantam.runners.compare;

import bantam.recipes.Evaluate;
import bantam.recipes.Group;
import bantam.recipes.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tasks whose difference is taken together.
 *
 * @param name of a group, of a tag, or all
 * @param tasks at least two
 * @param evenly whether every task counts alike, and not every item
 */
record Together(String name, List<String> tasks, boolean evenly) {
  Together {
    tasks = List.copyOf(tasks);
  }

  /**
   * The groups, then the tags, then all, that hold several of these tasks; groups whole only, and
   * nothing twice.
   */
  static List<Together> of(Evaluate recipe, List<String> tasks) {
    List<Together> found = new ArrayList<>();
    for (Group group : recipe.groups()) {
      if (tasks.containsAll(group.tasks())) {
        boolean evenly = group.weight() == Group.Weight.TASKS;
        found.add(new Together(group.name(), group.tasks(), evenly));
      }
    }
    List<Task> known = recipe.tasks().stream().filter(task -> tasks.contains(task.name())).toList();
    Set<String> tags = new LinkedHashSet<>();
    known.forEach(task -> tags.addAll(task.tags()));
    for (String tag : tags) {
      add(found, tag, known.stream().filter(task -> task.tags().contains(tag)).toList());
    }
    add(found, Evaluate.ALL, known);
    found.removeIf(one -> one.tasks().size() < 2);
    return found;
  }

  private static void add(List<Together> found, String name, List<Task> tasks) {
    List<String> names = tasks.stream().map(Task::name).toList();
    if (found.stream().noneMatch(one -> Set.copyOf(one.tasks()).equals(Set.copyOf(names)))) {
      found.add(new Together(name, names, false));
    }
  }
}
