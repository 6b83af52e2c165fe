package bantam.runners.evaluate;

import bantam.data.chat.ChatTemplate;
import bantam.data.chat.Message;
import bantam.data.items.Item;
import bantam.recipes.InputException;
import bantam.recipes.Task;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chat: the preamble is the system's turn, each example a user's and an assistant's, and the
 * prompt a user's, behind which the assistant answers.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/task.py}: {@code fewshot_context} with {@code
 *     fewshot_as_multiturn}, its default; {@code lm_eval/models/huggingface.py}: {@code
 *     apply_chat_template}, which leaves the system's turn out where the template refuses it
 */
record ChatPrompts(Task task, ChatTemplate template, boolean system) implements Prompts {
  private static final Logger LOG = LoggerFactory.getLogger(ChatPrompts.class);

  /** With the system's turn if there is one to take and the template takes it. */
  static ChatPrompts of(Task task, ChatTemplate template) {
    return new ChatPrompts(task, template, takesSystem(task, template));
  }

  private static boolean takesSystem(Task task, ChatTemplate template) {
    if (task.preamble().isEmpty()) {
      return false;
    }
    List<Message> turns =
        List.of(new Message("system", task.preamble()), new Message("user", task.name()));
    try {
      template.render(turns, true);
      return true;
    } catch (InputException e) {
      LOG.warn("task {}: its preamble is left out: {}", task.name(), e.getMessage());
      return false;
    }
  }

  @Override
  public String before(Item item, int choice) {
    List<Message> turns = new ArrayList<>();
    if (system) {
      turns.add(new Message("system", task.preamble()));
    }
    for (Item example : item.examples()) {
      turns.add(new Message("user", example.question() + task.suffix()));
      if (!example.answer().isEmpty()) {
        turns.add(new Message("assistant", example.answer()));
      }
    }
    turns.add(new Message("user", item.prompts().get(choice) + task.suffix()));
    return template.render(turns, true);
  }

  /** A choice begins the assistant's turn; only a continuation keeps its distance. */
  @Override
  public String delimiter() {
    return task.output() == Task.Output.MULTIPLE_CHOICE ? "" : task.delimiter();
  }
}
