package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.recipes.Docs;
import bantam.recipes.Source;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The README says what is so. */
class ReadmeTest {
  private final String text = read();

  private static String read() {
    try {
      return Files.readString(Project.root().resolve("README.md"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static CommandLine commandLine() {
    return Bantam.commandLine(Console.standard(), List.of(Verb.values()));
  }

  /** The lines of its shell blocks, comments left out. */
  private List<String> shell() {
    List<String> lines = new ArrayList<>();
    Matcher block = Pattern.compile("(?s)```sh\n(.*?)```").matcher(text);
    while (block.find()) {
      block.group(1).lines().map(line -> line.replaceAll("\\s+#.*", "")).forEach(lines::add);
    }
    return lines;
  }

  /** A table by its first heading: the other cell by the first. */
  private Map<String, String> table(String heading) {
    Map<String, String> rows = new LinkedHashMap<>();
    text.lines()
        .dropWhile(line -> !line.startsWith("| " + heading + " |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .forEach(
            line -> {
              String[] cells = line.replace("\\|", "\u0000").split(" *\\| *", -1);
              rows.put(cells[1].replace("`", "").replace('\u0000', '|'), cells[2]);
            });
    return rows;
  }

  @Test
  void startsWithTheTwoCommands() {
    assertThat(shell()).startsWith("scripts/bantam run quickstart", "mvn -B verify");
  }

  @Test
  void everyCommandThatItShowsIsOne() {
    List<String> commands =
        shell().stream()
            .map(line -> line.replaceFirst("^scripts/bantam", "bantam"))
            .filter(line -> line.startsWith("bantam "))
            .toList();
    assertThat(commands).hasSizeGreaterThan(15);
    for (String command : commands) {
      List<String> words = new ArrayList<>();
      Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command.replaceAll(" > .*", ""));
      while (word.find()) {
        words.add(word.group(1) == null ? word.group(2) : word.group(1));
      }
      String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
      assertThat(commandLine().parseArgs(arguments).hasSubcommand()).as(command).isTrue();
      if (arguments[0].equals("run") && !arguments[1].contains(".")) {
        assertThat(Source.recipes()).as(command).anyMatch(one -> one.name().equals(arguments[1]));
      }
    }
  }

  /** The first block is a whole recipe, the others are keys that can stand in it. */
  @Test
  void itsRecipesAreRight(@TempDir Path folder) throws IOException {
    for (String name : List.of("corpus.txt", "held.txt", "web.txt", "code.jsonl", "chats.jsonl")) {
      Files.writeString(folder.resolve(name), "x");
    }
    YAMLMapper yaml = new YAMLMapper();
    Matcher block = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(text);
    ObjectNode recipe = yaml.createObjectNode();
    int blocks = 0;
    while (block.find()) {
      ObjectNode keys = (ObjectNode) yaml.readTree(block.group(1));
      if (keys.has("data")) {
        recipe.remove("train");
      }
      recipe.setAll(keys);
      Path file = folder.resolve("r" + blocks++ + ".yaml");
      yaml.writeValue(file.toFile(), recipe);
      Cli check = Cli.call("check", file.toString());
      assertThat(check.code()).as(check.err()).isZero();
    }
    assertThat(blocks).isGreaterThan(3);
  }

  @Test
  void everyScriptThatItNamesIsThere() {
    Matcher path = Pattern.compile("scripts/[a-z]+(?:[/.][a-z.-]+)*|\\.ci/run").matcher(text);
    while (path.find()) {
      assertThat(Project.root().resolve(path.group())).exists();
    }
  }

  @Test
  void itsKindsAreTheKinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    Docs.kinds().forEach(kind -> kinds.put(kind.name(), kind.doc()));
    assertThat(table("kind")).isEqualTo(kinds);
  }

  @Test
  void itsExitCodesAreTheExitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (Exit exit : Exit.values()) {
      codes.put(Integer.toString(exit.code()), exit.meaning());
    }
    assertThat(table("code")).isEqualTo(codes);
  }

  @Test
  void itsOptionsAreTheCommonOptions() {
    Map<String, String> options = new LinkedHashMap<>();
    for (OptionSpec option : commandLine().getCommandSpec().options()) {
      String name =
          option.longestName() + (option.arity().max() == 0 ? "" : "=" + option.paramLabel());
      options.put(name, String.join(" ", option.description()));
    }
    options.remove("--help");
    options.remove("--version");
    assertThat(table("option")).isEqualTo(options);
  }

  @Test
  void itsCommandsAreTheCommands() {
    Map<String, String> commands = new LinkedHashMap<>();
    commandLine()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (!command.getCommandSpec().usageMessage().hidden()) {
                commands.put(name, command.getCommandSpec().usageMessage().description()[0]);
              }
            });
    Map<String, String> written = new LinkedHashMap<>();
    table("command").forEach((usage, doc) -> written.put(usage.split(" ", -1)[0], doc));
    assertThat(written).isEqualTo(commands);
  }

  @Test
  void itsTablesAreTheRowTypes() {
    List<String> rows = new ArrayList<>(table("table").keySet());
    assertThat(rows).contains("metrics", "scores", "samples", "layers", "stages", "timings");
  }
}
