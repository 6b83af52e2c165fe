package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/bantam} in a project with a JDK and a Maven that only say what they are asked. */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "uname",
          "readlink",
          "find",
          "head",
          "sed",
          "touch",
          "mkdir",
          "mv",
          "rm",
          "cat",
          "flock",
          "sleep",
          "stty");

  @TempDir private Path temp;
  private Path root;
  private Path bin;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void project() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh");
    root = temp.resolve("a project");
    bin = temp.resolve("bin");
    Files.createDirectories(bin);
    for (String module : List.of("recipes", "data", "results", "runners", "cli")) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.createDirectories(root.resolve("scripts"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.copy(
        Project.root().resolve("scripts/bantam"),
        root.resolve("scripts/bantam"),
        StandardCopyOption.COPY_ATTRIBUTES);
    for (String tool : TOOLS) {
      for (Path place : List.of(Path.of("/bin", tool), Path.of("/usr/bin", tool))) {
        if (Files.isExecutable(place) && !Files.exists(bin.resolve(tool))) {
          Files.createSymbolicLink(bin.resolve(tool), place);
        }
      }
    }
    environment.put("PATH", bin.toString());
    environment.put("JAVA_HOME", "");
    environment.put("MAVEN_HOME", "");
    environment.put("GLIBC_TUNABLES", "");
    environment.put("BANTAM_JAVA_OPTS", "");
    environment.put("LANG", "en_US.UTF-8");
  }

  private void script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** A JDK whose java says how it was called. */
  private Path jdk(String version) throws IOException {
    Path home = temp.resolve("jdk-" + version);
    script(
        home.resolve("bin/java"),
        "for word; do case $word in -XX:SharedArchiveFile=*) archive=${word#*=};; esac; done",
        "for word; do case $word in -Xshare:dump) echo made >\"$archive\"; exit;; esac; done",
        "echo \"tunables=${GLIBC_TUNABLES-} offline=$DJL_OFFLINE\"",
        "for word; do echo \"<$word>\"; done");
    script(home.resolve("bin/javac"), "exit 0");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    environment.put("JAVA_HOME", home.toString());
    return home;
  }

  /** A Maven that builds an empty jar, and counts. */
  private void maven(String... before) throws IOException {
    List<String> lines = new ArrayList<>(List.of(before));
    lines.add("case $1 in --version) echo 'Apache Maven 3.9.9 (abc)'; exit 0;; esac");
    lines.add("echo built >>" + temp.resolve("builds"));
    lines.add("mkdir -p .bantam/build/bantam-cli/bantam");
    lines.add("touch .bantam/build/bantam-cli/bantam/bantam.jar");
    script(bin.resolve("mvn"), lines.toArray(String[]::new));
  }

  private int builds() throws IOException {
    Path count = temp.resolve("builds");
    return Files.exists(count) ? Files.readAllLines(count).size() : 0;
  }

  private Cli start(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("scripts/bantam").toString());
    command.addAll(List.of(arguments));
    return Cli.process(temp, environment, command);
  }

  private void failsInOneLine(Cli cli, int code, String... parts) {
    assertThat(cli.code()).isEqualTo(code);
    assertThat(cli.err().strip().lines()).hasSize(1);
    assertThat(cli.err()).startsWith("bantam: ").contains(parts);
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void buildsOnceAndPassesEverythingOn() throws IOException {
    jdk("17.0.9");
    maven();
    Cli first = start("run", "a recipe.yaml", "--set", "description='x  y'");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err())
        .contains("building with Apache Maven 3.9.9 and JDK 17.0.9", "build.log");
    assertThat(first.out())
        .contains("<run>\n<a recipe.yaml>\n<--set>\n<description='x  y'>\n")
        .contains("tunables=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=16777216")
        .doesNotContain("TieredStopAtLevel", "sun-misc");
    Cli second = start("--version");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("<--version>", "SharedArchiveFile", "TieredStopAtLevel=1");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void startsThroughASymlinkFromAnywhere() throws IOException {
    jdk("17.0.9");
    maven();
    Path link = temp.resolve("elsewhere/b");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("../second"));
    Files.createSymbolicLink(temp.resolve("second"), root.resolve("scripts/bantam"));
    Cli cli = Cli.process(bin, environment, List.of(link.toString(), "--help"));
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("<" + root.toRealPath().resolve(".bantam/build/bantam-cli/bantam/bantam.jar"));
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws IOException {
    jdk("17.0.9");
    maven();
    start("--version");
    Path source = root.resolve("data/src/main/java/New.java");
    Files.writeString(source, "class New {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    start("--version");
    assertThat(builds()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void concurrentFirstStartsBuildOnce(boolean flock) throws Exception {
    if (!flock) {
      Files.deleteIfExists(bin.resolve("flock"));
    }
    jdk("17.0.9");
    maven("case $1 in --version) ;; *) sleep 1;; esac");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Cli>> starts = Collections.nCopies(4, () -> start("--version"));
      for (Future<Cli> started : threads.invokeAll(starts)) {
        assertThat(started.get().code()).as(started.get().err()).isZero();
        assertThat(started.get().out()).contains("<--version>");
      }
    } finally {
      threads.shutdown();
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aFailedBuildIsOneLineWithTheReasonAndTheLog() throws IOException {
    jdk("17.0.9");
    maven("case $1 in --version) ;; *) echo '[ERROR] Some.java:[1,2] odd'; exit 1;; esac");
    Cli cli = start("--version");
    assertThat(cli.code()).isEqualTo(1);
    assertThat(cli.err().strip().lines().reduce((a, b) -> b))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("bantam: the build failed: Some.java:[1,2] odd; the log is "));
    assertThat(start("--version").code()).isEqualTo(1);
  }

  @Test
  void aMissingJdkIsOneLine() throws IOException {
    maven();
    failsInOneLine(start("--version"), 3, "JDK 17", "no java on the PATH", "install one");
  }

  @Test
  void anOldJdkIsOneLine() throws IOException {
    maven();
    jdk("11.0.2");
    failsInOneLine(
        start("--version"), 3, "JDK 17", "JAVA_HOME is Java 11.0.2", "no java on the PATH");
    jdk("1.8.0_392");
    failsInOneLine(start("--version"), 3, "JAVA_HOME is Java 1.8.0_392");
  }

  @Test
  void aWrongJavaHomeFallsBackToThePath() throws IOException {
    maven();
    Path home = jdk("21.0.1");
    Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));
    environment.put("JAVA_HOME", temp.resolve("nowhere").toString());
    assertThat(start("--version").code()).isZero();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"16\"\n");
    failsInOneLine(start("--version"), 3, "JAVA_HOME is no JDK", "java on the PATH is Java 16");
  }

  @Test
  void aMissingMavenIsOneLine() throws IOException {
    jdk("17.0.9");
    failsInOneLine(start("--version"), 3, "Maven", "install it", "MAVEN_HOME");
  }

  @Test
  void aJreWithoutCompilerIsOneLine() throws IOException {
    maven();
    Files.delete(jdk("17.0.9").resolve("bin/javac"));
    failsInOneLine(start("--version"), 3, "needs a JDK", "has no compiler");
  }

  @Test
  void anotherPlatformIsOneLine() throws IOException {
    jdk("17.0.9");
    maven();
    Files.delete(bin.resolve("uname"));
    script(bin.resolve("uname"), "echo SunOS sparc");
    failsInOneLine(start("--version"), 3, "no engine for SunOS sparc", "Linux");
  }

  @Test
  void newerJdksAreToldOfUnsafe() throws IOException {
    jdk("25.0.1");
    maven();
    assertThat(start("run", "x").out()).contains("<--sun-misc-unsafe-memory-access=allow>");
  }

  @Test
  void settingsOfTheUserStand() throws IOException {
    jdk("17.0.9");
    maven();
    environment.put("GLIBC_TUNABLES", "glibc.malloc.check=1");
    environment.put("BANTAM_JAVA_OPTS", "-Xmx3g -Dx=y");
    assertThat(start("run", "x").out())
        .contains("tunables=glibc.malloc.check=1 ", "<-Xmx3g>\n<-Dx=y>\n<-jar>");
  }

  @Test
  void theArchiveBelongsToOneJdkAndOneBuild() throws IOException {
    Path home = jdk("17.0.9");
    maven();
    start("--version");
    Path archive = root.resolve(".bantam/classes" + home).resolve("classes.jsa");
    assertThat(archive).exists();
    FileTime made = Files.getLastModifiedTime(archive);
    start("--version");
    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.10\"\n");
    Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));
    start("--version");
    assertThat(Files.getLastModifiedTime(archive)).isNotEqualTo(FileTime.from(Instant.EPOCH));
  }

  @Test
  void aProjectThatCannotBeWrittenIsOneLine() throws IOException {
    assumeTrue(!System.getProperty("user.name").equals("root"), "root writes everywhere");
    jdk("17.0.9");
    maven();
    assertThat(root.toFile().setWritable(false)).isTrue();
    try {
      failsInOneLine(start("--version"), 3, "cannot be written");
    } finally {
      assertThat(root.toFile().setWritable(true)).isTrue();
    }
  }
}
