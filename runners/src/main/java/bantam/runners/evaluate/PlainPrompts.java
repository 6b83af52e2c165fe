package bantam.runners.evaluate;

import bantam.data.items.Item;
import bantam.recipes.Task;

/** Preamble, examples and prompt as one text. */
record PlainPrompts(Task task) implements Prompts {
  @Override
  public String before(Item item, int choice) {
    StringBuilder text = new StringBuilder(task.preamble());
    for (Item example : item.examples()) {
      text.append(example.question()).append(task.suffix());
      if (!example.answer().isEmpty()) { // as the reference: an empty answer is no turn
        text.append(task.delimiter()).append(example.answer()).append(task.shots().delimiter());
      }
    }
    return text.append(item.prompts().get(choice)).append(task.suffix()).toString();
  }

  @Override
  public String delimiter() {
    return task.delimiter();
  }
}
