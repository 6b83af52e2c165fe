package bantam.data.items;

import static bantam.recipes.Checks.checkField;

import bantam.data.chat.Placeholders;
import bantam.data.corpus.JsonLine;
import bantam.data.perturb.Change;
import bantam.data.prepare.Preparation;
import bantam.data.prepare.Preparations;
import bantam.data.records.Records;
import bantam.recipes.Choice;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Items made of a file's records: fields renamed, prepared, and put into templates. An item's id is
 * its place in the data, from 0 on.
 */
public final class RecordItems implements ItemSource {
  /** The keys of {@code use: records}. */
  public record Options(
      @Key(value = "the files", catalogue = "records") Choice data,
      @Key(
              value = "for files with other names: the file's field by the name that is used here",
              preset = "{}")
          Map<String, String> fields,
      @Key(
              value = "what is done to the records, in order",
              preset = "[]",
              catalogue = "preparation")
          List<Choice> prepare,
      @Key(
              value =
                  "the prompt, with {{field}} where a field's text stands; a list is one prompt for"
                      + " each choice",
              preset = "''")
          String prompt,
      @Key(
              value =
                  "the choices; an element that is nothing but a field with a list is all of its"
                      + " texts; none where the model writes its answer",
              preset = "[]")
          List<String> choices,
      @Key(
              value =
                  "the right choice's place, from 0 on, or its text; a list if several are right",
              preset = "'0'")
          String gold,
      @Key("the text whose words and bytes count, where that is not the text that is scored")
          Optional<String> page,
      @Key(
              "the answer as text, where it is not the right choice's; without choices, what the"
                  + " model should write; a list holds several right answers")
          Optional<String> target,
      @Key("what the prompt offers, for filters that look for it in an answer; a list")
          Optional<String> offered,
      @Key(
              value =
                  "fields that are the options which the prompt lists, or one with a list of them;"
                      + " perturbations put them in another order, and change the other fields of"
                      + " the prompt",
              preset = "[]")
          List<String> options,
      @Key(
              value =
                  "fields of the prompt that perturbations leave as they are, since the answer hangs"
                      + " on how they are written: rules, listed options, texts to copy",
              preset = "[]")
          List<String> verbatim,
      @Key("what items share that are not independent, such as a passage")
          Optional<String> cluster) {
    public Options {
      choices = List.copyOf(choices);
      prepare = List.copyOf(prepare);
      options = List.copyOf(options);
      verbatim = List.copyOf(verbatim);
      checkField(
          !choices.isEmpty() || target.isPresent(),
          "choices",
          "[]",
          "must hold a template unless target is given");
      // read here, so that a wrong one is told with its line
      Placeholders.parse("prompt", prompt);
      choices.forEach(text -> Placeholders.parse("choices", text));
      Placeholders.parse("gold", gold);
      page.ifPresent(text -> Placeholders.parse("page", text));
      target.ifPresent(text -> Placeholders.parse("target", text));
      offered.ifPresent(text -> Placeholders.parse("offered", text));
      cluster.ifPresent(text -> Placeholders.parse("cluster", text));
    }
  }

  private final Options options;
  private final List<Preparation> preparations;
  private final Placeholders prompt;
  private final List<Placeholders> choices;
  private final Placeholders gold;
  private final Optional<Placeholders> page;
  private final Optional<Placeholders> target;
  private final Optional<Placeholders> offered;
  private final Optional<Placeholders> cluster;

  public RecordItems(Options options) {
    this.options = options;
    this.preparations = options.prepare().stream().map(Preparations.ALL::make).toList();
    this.prompt = Placeholders.parse("prompt", options.prompt());
    this.choices =
        options.choices().stream().map(text -> Placeholders.parse("choices", text)).toList();
    this.gold = Placeholders.parse("gold", options.gold());
    this.page = options.page().map(text -> Placeholders.parse("page", text));
    this.target = options.target().map(text -> Placeholders.parse("target", text));
    this.offered = options.offered().map(text -> Placeholders.parse("offered", text));
    this.cluster = options.cluster().map(text -> Placeholders.parse("cluster", text));
  }

  @Override
  public Stream<Item> items() {
    return items(this::item);
  }

  @Override
  public Stream<Item> items(Change change) {
    Rewording rewording = new Rewording(change, options);
    return items(
        (record, index) -> {
          Item item = item(record, index);
          JsonLine ordered = rewording.ordered(item.id(), record);
          List<String> texts = texts(ordered, index);
          JsonLine worded = rewording.worded(item.id(), ordered);
          return rewording.of(item, record, prompts(worded, index, texts.size()), texts);
        });
  }

  private Stream<Item> items(BiFunction<JsonLine, Integer, Item> maker) {
    List<Item> items = new ArrayList<>();
    try (Stream<JsonLine> records = Records.ALL.make(options.data()).records()) {
      records.forEach(record -> items.add(maker.apply(prepared(record), items.size())));
    }
    if (items.isEmpty()) {
      throw new InputException("the files of the task hold no item; take others");
    }
    return items.stream();
  }

  @Override
  public Stream<Item> examples(Choice from) {
    return new RecordItems(
            new Options(
                from,
                options.fields(),
                options.prepare(),
                options.prompt(),
                options.choices(),
                options.gold(),
                options.page(),
                options.target(),
                options.offered(),
                options.options(),
                options.verbatim(),
                options.cluster()))
        .items();
  }

  @Override
  public double chance() {
    return items().mapToDouble(item -> 1.0 / item.choices().size()).average().orElseThrow();
  }

  private JsonLine prepared(JsonLine read) {
    JsonLine record = renamed(read);
    for (Preparation preparation : preparations) {
      record = preparation.prepare(record);
    }
    return record;
  }

  private Item item(JsonLine record, int index) {
    List<String> texts = texts(record, index);
    List<String> prompts = prompts(record, index, texts.size());
    List<Integer> right = right(record, index, texts);
    return new Item(
        Integer.toString(index),
        prompts,
        texts,
        right.get(0),
        page.map(template -> template.text(record)),
        choices.isEmpty() ? Optional.empty() : target.map(template -> template.text(record)),
        cluster.map(template -> template.text(record)),
        List.of(),
        right.subList(1, right.size()),
        offered.map(template -> template.texts(record)).orElse(List.of()));
  }

  private List<String> texts(JsonLine record, int index) {
    List<String> texts = new ArrayList<>();
    for (Placeholders choice : choices.isEmpty() ? target.stream().toList() : choices) {
      texts.addAll(choice.texts(record));
    }
    if (texts.isEmpty() || texts.contains("")) {
      throw wrong(record, index, texts.isEmpty() ? "has no choices" : "has an empty choice");
    }
    return texts;
  }

  private List<String> prompts(JsonLine record, int index, int count) {
    List<String> prompts = prompt.texts(record);
    if (prompts.size() == 1) {
      return Collections.nCopies(count, prompts.get(0));
    }
    if (prompts.size() != count) {
      throw wrong(record, index, "has %d prompts for %d choices".formatted(prompts.size(), count));
    }
    return prompts;
  }

  private List<Integer> right(JsonLine record, int index, List<String> choices) {
    List<String> given = gold.texts(record);
    if (given.isEmpty()) {
      throw wrong(record, index, "has no right choice");
    }
    return given.stream().map(one -> place(record, index, one, choices)).toList();
  }

  private static int place(JsonLine record, int index, String given, List<String> choices) {
    boolean number = given.matches("[0-9]{1,9}");
    int place = number ? Integer.parseInt(given) : choices.indexOf(given);
    if (place < 0 || place >= choices.size()) {
      throw wrong(
          record,
          index,
          "has gold '%s'; it must be a whole number from 0 to %d, or one of the choices"
              .formatted(given, choices.size() - 1));
    }
    return place;
  }

  private JsonLine renamed(JsonLine record) {
    if (options.fields().isEmpty()) {
      return record;
    }
    ObjectNode object = record.object().deepCopy();
    options.fields().forEach((name, file) -> object.set(name, record.field(file)));
    return new JsonLine(record.place(), object);
  }

  private static InputException wrong(JsonLine record, int index, String fault) {
    return new InputException("%s: item %d %s".formatted(record.place(), index, fault));
  }
}
