package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.puppycrawl.tools.checkstyle.Checker;
import com.puppycrawl.tools.checkstyle.ConfigurationLoader;
import com.puppycrawl.tools.checkstyle.PropertiesExpander;
import com.puppycrawl.tools.checkstyle.api.AuditEvent;
import com.puppycrawl.tools.checkstyle.api.AuditListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The build's own rules: who may import whom, and how long things may be. */
class ImportRulesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "bantam.data, ai.djl.ndarray.NDArray",
    "bantam.data, bantam.results.Table",
    "bantam.data.pack, org.apache.arrow.vector.IntVector",
    "bantam.data.items, org.apache.parquet.schema.Type",
    "bantam.recipes, picocli.CommandLine",
    "bantam.recipes, bantam.data.Corpus",
    "bantam.recipes, org.slf4j.Logger",
    "bantam.results, ai.djl.Device",
    "bantam.results, bantam.data.Corpus",
    "bantam.runners, picocli.CommandLine",
    "bantam.runners.train, bantam.cli.Main",
    "bantam.runners.train, org.apache.logging.log4j.core.LoggerContext",
    "bantam.cli, ai.djl.ndarray.NDArray"
  })
  void aViolatingImportIsFound(String in, String imported) throws Exception {
    assertThat(violations(in, imported)).hasSize(1).first().asString().contains(imported);
  }

  @ParameterizedTest
  @CsvSource({
    "bantam.data, bantam.recipes.Input",
    "bantam.data.corpus, org.apache.arrow.vector.IntVector",
    "bantam.data.tokenize, ai.djl.huggingface.tokenizers.Encoding",
    "bantam.results, org.apache.arrow.vector.IntVector",
    "bantam.runners.train, ai.djl.ndarray.NDArray",
    "bantam.runners.pipeline, bantam.results.Table",
    "bantam.cli, picocli.CommandLine"
  })
  void anAllowedImportIsNot(String in, String imported) throws Exception {
    assertThat(violations(in, imported)).isEmpty();
  }

  @Test
  void aLongMethodIsFound() throws Exception {
    String body = "    int x = 0;\n".repeat(50);
    assertThat(check("package bantam.data;\n\nclass Long {\n  void go() {\n" + body + "  }\n}\n"))
        .hasSize(1);
  }

  private List<String> violations(String in, String imported) throws Exception {
    String name = imported.substring(imported.lastIndexOf('.') + 1);
    return check(
        "package %s;\n\nimport %s;\n\nclass Some {\n  %s it;\n}\n".formatted(in, imported, name));
  }

  private List<String> check(String source) throws Exception {
    Path file = directory.resolve("Some.java");
    Files.writeString(file, source);
    Path root = Project.root();
    Properties properties = new Properties();
    properties.setProperty("root", root.toString());
    Checker checker = new Checker();
    checker.setModuleClassLoader(Checker.class.getClassLoader());
    checker.configure(
        ConfigurationLoader.loadConfiguration(
            root.resolve("scripts/check/checkstyle.xml").toString(),
            new PropertiesExpander(properties)));
    Found found = new Found(new ArrayList<>());
    checker.addListener(found);
    checker.process(List.of(file.toFile()));
    checker.destroy();
    return found.messages;
  }

  private record Found(List<String> messages) implements AuditListener {
    @Override
    public void addError(AuditEvent event) {
      messages.add(event.getMessage());
    }

    @Override
    public void addException(AuditEvent event, Throwable e) {
      throw new IllegalStateException(e);
    }

    @Override
    public void auditStarted(AuditEvent event) {}

    @Override
    public void auditFinished(AuditEvent event) {}

    @Override
    public void fileStarted(AuditEvent event) {}

    @Override
    public void fileFinished(AuditEvent event) {}
  }
}
