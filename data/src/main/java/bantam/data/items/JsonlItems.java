package bantam.data.items;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.data.corpus.OneFile;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One item per line of a JSONL file. */
public final class JsonlItems implements ItemSource {
  /** The keys of {@code use: jsonl}. */
  public record Options(
      @Key("the file, one JSON object per line") Input path,
      @Key(value = "the field that holds the prompt", preset = "query") String prompt,
      @Key(value = "the field that holds the list of choices", preset = "choices") String choices,
      @Key(value = "the field that holds the index of the right choice, from 0", preset = "gold")
          String gold,
      @Key("what the file's sha256 must be, in hex; another file is refused")
          Optional<String> sha256) {
    public Options {
      OneFile.check(path);
      checkField(
          sha256.isEmpty() || sha256.get().matches("[0-9a-fA-F]{64}"),
          "sha256",
          sha256.orElse(""),
          "must be 64 hex digits");
    }
  }

  private final Options options;

  public JsonlItems(Options options) {
    this.options = options;
  }

  @Override
  public Stream<Item> items() {
    Path file = options.path().path();
    options.sha256().ifPresent(wanted -> checkContent(file, wanted));
    List<Item> items = new ArrayList<>();
    try (Stream<JsonLine> lines = JsonLine.all(file)) {
      lines.forEach(line -> items.add(item(line, items.size())));
    }
    if (items.isEmpty()) {
      throw new InputException(file + ": holds no item; take another file");
    }
    return items.stream();
  }

  @Override
  public double chance() {
    return items().mapToDouble(item -> 1.0 / item.choices().size()).average().orElseThrow();
  }

  private Item item(JsonLine line, int index) {
    String prompt = text(line, options.prompt(), line.field(options.prompt()));
    JsonNode list = line.field(options.choices());
    if (!list.isArray() || list.size() < 2) {
      throw wrong(line, options.choices(), "must be a list of two or more choices");
    }
    List<String> choices = new ArrayList<>();
    for (JsonNode choice : list) {
      choices.add(text(line, options.choices(), choice));
      if (choice.textValue().isEmpty()) {
        throw wrong(line, options.choices(), "holds an empty choice");
      }
    }
    JsonNode gold = line.field(options.gold());
    if (!gold.isInt() || gold.intValue() < 0 || gold.intValue() >= choices.size()) {
      throw wrong(
          line,
          options.gold(),
          "is %s; it must be a whole number from 0 to %d".formatted(gold, choices.size() - 1));
    }
    return new Item(Integer.toString(index), prompt, choices, gold.intValue());
  }

  private static String text(JsonLine line, String field, JsonNode value) {
    if (!value.isTextual()) {
      throw wrong(line, field, "holds " + value + "; it must hold strings");
    }
    return value.textValue();
  }

  private static InputException wrong(JsonLine line, String field, String fault) {
    return new InputException("%s: '%s' %s".formatted(line.place(), field, fault));
  }

  private static void checkContent(Path file, String wanted) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      String found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(wanted.toLowerCase(Locale.ROOT))) {
        throw new InputException(
            "%s: its sha256 is %s, the task wants %s; fetch the file that the task names"
                .formatted(file, found, wanted));
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
