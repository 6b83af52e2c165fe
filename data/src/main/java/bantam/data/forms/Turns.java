package bantam.data.forms;

import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.data.chat.Message;
import bantam.data.corpus.JsonLine;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A conversation, written turn by turn: {@code System: ...}, {@code User: ...} and {@code
 * Assistant: ...}, an empty line between turns. Any tokenizer can read this; one that brings a chat
 * template writes the turns by that.
 *
 * <p>What the assistant says counts, from the space behind {@code Assistant:} to the empty line, or
 * the document's end, that ends the turn.
 */
record Turns(List<Turn> turns) {
  enum Role {
    SYSTEM("system", "System:"),
    USER("user", "User:"),
    ASSISTANT("assistant", "Assistant:");

    private final String name;
    private final String head;

    Role(String name, String head) {
      this.name = name;
      this.head = head;
    }
  }

  record Turn(Role role, String text) {}

  /**
   * Reads a list of turns.
   *
   * @param field that holds the list
   * @param who a turn's field for the role
   * @param what a turn's field for the text
   * @param roles by the names that they go by there
   */
  static Turns read(
      JsonLine entry, String field, String who, String what, Map<String, Role> roles) {
    JsonNode list = entry.field(field);
    if (!list.isArray() || list.isEmpty()) {
      throw new InputException(
          "%s: '%s' is %s; it must be a list of turns {%s, %s}"
              .formatted(entry.place(), field, JsonLine.brief(list), who, what));
    }
    List<Turn> turns = new ArrayList<>();
    for (JsonNode one : list) {
      String place = "%s: %s[%d]".formatted(entry.place(), field, turns.size());
      if (!one.isObject()) {
        throw new InputException(
            "%s is %s; it must be {%s, %s}".formatted(place, JsonLine.brief(one), who, what));
      }
      JsonLine turn = new JsonLine(place, one);
      String name = turn.text(who);
      if (!roles.containsKey(name)) {
        throw new InputException(
            "%s: '%s' is '%s'; it must be one of %s; leave other turns out of the file"
                .formatted(place, who, name, String.join(", ", new TreeSet<>(roles.keySet()))));
      }
      turns.add(new Turn(roles.get(name), turn.text(what)));
    }
    return new Turns(turns);
  }

  Document document(String place, boolean masked, Template template) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      String end = i + 1 < turns.size() ? "\n\n" : "";
      pieces.add(new Piece(turn.role().head, !masked));
      pieces.add(new Piece(" " + turn.text() + end, !masked || turn.role() == Role.ASSISTANT));
    }
    List<Message> messages =
        turns.stream().map(turn -> new Message(turn.role().name, turn.text())).toList();
    return template.talk(place, messages, masked).of(pieces);
  }
}
