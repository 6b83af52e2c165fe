package bantam.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Document;
import bantam.data.forms.SomeForms;
import bantam.recipes.Choice;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms from columns of Arrow files, as Hugging Face's datasets keep them. */
class ArrowFormsTest {
  @TempDir Path directory;

  private List<Document> read(Choice form) {
    ArrowCorpus corpus =
        new ArrowCorpus(
            new ArrowCorpus.Options(
                new Input.File(directory.resolve("x.arrow")),
                "text",
                Optional.of(form),
                new Part(0, 1)));
    try (Stream<Document> documents = corpus.documents()) {
      return documents.toList();
    }
  }

  /** Two rows: columns instruction, input (null in the second), output, and messages. */
  private void write() throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector instruction = new VarCharVector("instruction", allocator);
        VarCharVector input = new VarCharVector("input", allocator);
        VarCharVector output = new VarCharVector("output", allocator);
        ListVector messages = ListVector.empty("messages", allocator)) {
      UnionListWriter list = messages.getWriter();
      for (int row = 0; row < 2; row++) {
        instruction.setSafe(row, bytes("do " + row));
        output.setSafe(row, bytes("done \u00e9" + row));
        list.setPosition(row);
        list.startList();
        turn(list, "user", "say \"" + row + "\"");
        turn(list, "assistant", "\u00e9" + row);
        list.endList();
      }
      input.setSafe(0, bytes("this"));
      messages.setValueCount(2);
      write(new VectorSchemaRoot(List.of(instruction, input, output, messages)));
    }
  }

  private void write(VectorSchemaRoot root) throws IOException {
    root.setRowCount(2);
    try (var out = Channels.newChannel(Files.newOutputStream(directory.resolve("x.arrow")));
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
      writer.writeBatch();
      writer.end();
    }
  }

  private static void turn(UnionListWriter list, String role, String content) {
    list.struct().start();
    list.struct().varChar("role").writeVarChar(role);
    list.struct().varChar("content").writeVarChar(content);
    list.struct().end();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsColumnsOfTextAndListsOfTurns() throws IOException {
    write();
    List<Document> alpaca = read(SomeForms.alpaca());
    assertThat(alpaca.get(0).text())
        .contains("### Instruction:\ndo 0\n\n### Input:\nthis\n\n### Response:\ndone \u00e90");
    assertThat(alpaca.get(1).text()).contains("do 1\n\n### Response:").doesNotContain("Input");
    List<Document> talk = read(SomeForms.messages("messages"));
    assertThat(talk)
        .extracting(Document::text)
        .containsExactly(
            "User: say \"0\"\n\nAssistant: \u00e90", "User: say \"1\"\n\nAssistant: \u00e91");
  }

  @Test
  void namesTheColumnsThatThereAre() throws IOException {
    write();
    assertThatThrownBy(() -> read(SomeForms.preference("instruction", "output", "worse")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "has no column 'worse'; its columns are instruction, input, output, messages");
    assertThatThrownBy(() -> read(SomeForms.messages("instruction")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("row 0: 'instruction' is \"do 0\"; it must be a list of turns");
  }
}
