package bantam.data.chat;

import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.recipes.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a model's conversations are written, as its tokenizer's files say. The text holds the special
 * tokens that begin and end it, so that it is encoded without more of them.
 *
 * @see <a href="https://huggingface.co/docs/transformers/chat_templating">transformers' chat
 *     templates</a>; what cannot be rendered exactly is refused
 */
public final class ChatTemplate {
  private final String place;
  private final Script script;
  private final Map<String, Object> variables;

  private ChatTemplate(String place, Script script, Map<String, Object> variables) {
    this.place = place;
    this.script = script;
    this.variables = variables;
  }

  /**
   * Reads a template.
   *
   * @param place what messages call it
   * @param text in Jinja
   * @param tokens the special tokens by the names that templates know them by, such as {@code
   *     bos_token}
   * @throws InputException if it holds what is not rendered exactly; the message has construct and
   *     line
   */
  public static ChatTemplate parse(String place, String text, Map<String, String> tokens) {
    Map<String, Object> variables = new LinkedHashMap<>(tokens);
    Functions.ALL.keySet().forEach(name -> variables.put(name, new Python.Function(name)));
    // transformers gives them to every template, so that they are defined
    variables.put("tools", Python.None.NONE);
    variables.put("documents", Python.None.NONE);
    try {
      return new ChatTemplate(place, Script.of(text), variables);
    } catch (Refusal e) {
      throw refused(place, e);
    }
  }

  /**
   * A conversation as text.
   *
   * @param reply whether to end where the assistant's next turn begins
   * @throws InputException if the template refuses the conversation, or does with it what is not
   *     rendered exactly
   */
  public String render(List<Message> messages, boolean reply) {
    List<Object> list = new ArrayList<>();
    for (Message message : messages) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("role", message.role());
      one.put("content", message.content());
      list.add(one);
    }
    Frame frame = Frame.of(variables, new Budget());
    frame.set("messages", list);
    frame.set("add_generation_prompt", reply);
    try {
      return Jinja.render(script, frame);
    } catch (Refusal e) {
      throw refused(place, e);
    }
  }

  /**
   * A conversation as a document in which only the assistant's turns count, each from where a reply
   * begins to the end of the turn. They are found by rendering the conversation up to there.
   *
   * @param masked false if all of it counts
   * @throws InputException if the template writes the beginning of a conversation in another way
   *     when more follows, so that nobody can tell which part is whose
   */
  public Document document(List<Message> messages, boolean masked) {
    String whole = render(messages, false);
    if (!masked) {
      return Document.marked(List.of(new Piece(whole, true)));
    }
    List<Piece> pieces = new ArrayList<>();
    int done = 0;
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).role().equals("assistant")) {
        int from = upTo(whole, messages, i, true);
        int to = upTo(whole, messages, i + 1, false);
        // an assistant's turn that follows another may begin before the mark of a reply
        add(pieces, whole, done, Math.max(done, from), false);
        add(pieces, whole, Math.max(done, from), to, true);
        done = to;
      }
    }
    add(pieces, whole, done, whole.length(), false);
    return Document.marked(pieces);
  }

  private int upTo(String whole, List<Message> messages, int count, boolean reply) {
    String prefix = count == 0 && !reply ? "" : render(messages.subList(0, count), reply);
    if (!whole.startsWith(prefix)) {
      throw new InputException(
          ("%s: chat template: it writes the first %d messages in another way when more follow, so"
                  + " that the assistant's part cannot be told; set mask_prompt: false or template:"
                  + " plain, or mend the template")
              .formatted(place, count));
    }
    return prefix.length();
  }

  private static void add(List<Piece> pieces, String whole, int from, int to, boolean trained) {
    if (to > from) {
      pieces.add(new Piece(whole.substring(from, to), trained));
    }
  }

  private static InputException refused(String place, Refusal refusal) {
    String what = String.valueOf(refusal.getMessage()).replace('\n', ' ');
    boolean raised = what.startsWith(Functions.RAISED);
    String line = refusal.line() > 0 ? ", line " + refusal.line() : "";
    return new InputException(
        raised
            ? "%s: chat template%s: it refuses the conversation: %s"
                .formatted(place, line, what.substring(Functions.RAISED.length()))
            : "%s: chat template%s: not rendered exactly, and so not at all: %s"
                .formatted(place, line, what),
        refusal);
  }
}
