package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
  @TempDir Path folder;

  @Test
  void findsTheSameInAJarAndInAFolder() throws IOException {
    String[] names = {
      "bantam/library/deep/b.yaml",
      "bantam/library/a.yaml",
      "bantam/library/x.txt",
      "bantam/tasks/t.yaml",
      "other/c.yaml"
    };
    Path jar = folder.resolve("x.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String name : names) {
        new Examples(folder).write("classes/" + name, "");
        zip.putNextEntry(new ZipEntry(name));
      }
    }
    for (Path home : new Path[] {jar, folder.resolve("classes")}) {
      assertThat(Shelf.RECIPES.in(home))
          .containsExactly(
              new Source.Shipped("a", "bantam/library/a.yaml"),
              new Source.Shipped("b", "bantam/library/deep/b.yaml"));
      assertThat(Shelf.TASKS.in(home))
          .containsExactly(new Source.Shipped("t", "bantam/tasks/t.yaml"));
    }
  }
}
