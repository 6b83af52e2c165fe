package bantam.runners.evaluate;

import bantam.data.chat.ChatTemplate;
import bantam.data.items.Item;
import bantam.recipes.Task;
import java.util.Optional;

/**
 * What a model reads before what is scored: a task's preamble, the item's examples with their
 * answers, the item's own prompt.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/task.py}: {@code fewshot_context} and {@code build_qa_turn}
 */
interface Prompts {
  /** As turns if there is a chat template, else as one text. */
  static Prompts of(Task task, Optional<ChatTemplate> chat) {
    return chat.isPresent() ? ChatPrompts.of(task, chat.get()) : new PlainPrompts(task);
  }

  /** The text before one of an item's choices. */
  String before(Item item, int choice);

  /** What stands between that text and the choice. */
  String delimiter();
}
