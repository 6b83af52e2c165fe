package bantam.data.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;

/** Texts with names. */
final class Fields {
  private Fields() {}

  /** An object of as many texts as names; those of a name that stands several times are a list. */
  static ObjectNode of(List<String> names, List<String> texts) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < texts.size(); i++) {
      String name = names.get(i);
      if (Collections.frequency(names, name) == 1) {
        object.put(name, texts.get(i));
      } else if (object.has(name)) {
        object.withArray("/" + name).add(texts.get(i));
      } else {
        object.putArray(name).add(texts.get(i));
      }
    }
    return object;
  }
}
