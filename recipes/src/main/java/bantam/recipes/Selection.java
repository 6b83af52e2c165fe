package bantam.recipes;

import java.util.List;

/**
 * What a task's or a group's name stands for.
 *
 * @param tasks the task, or all tasks of the group and of the groups in it
 * @param groups the group and the groups in it, the outer ones first
 */
public record Selection(List<Task> tasks, List<Group> groups) {
  public Selection {
    tasks = List.copyOf(tasks);
    groups = List.copyOf(groups);
  }
}
