package bantam.data.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.recipes.InputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Expected texts are written out by hand, by the families' published formats; Python's Jinja2 3.1.6
 * gives the same on these templates.
 */
class ChatTemplateTest {
  private static final Message SYSTEM = new Message("system", "Be brief.");
  private static final Message HI = new Message("user", " Hi ");
  private static final Message HO = new Message("assistant", "Ho");
  private static final Message BYE = new Message("user", "Bye");
  private static final Message LONG = new Message("assistant", "So long");

  private static ChatTemplate template(String text) {
    return ChatTemplate.parse("t.jinja", text, Map.of("bos_token", "<s>", "eos_token", "</s>"));
  }

  private static String render(String text, boolean reply, Message... messages) {
    return template(text).render(List.of(messages), reply);
  }

  private static String value(String expression) {
    return render("{{ " + expression + " }}", false, HI, HO);
  }

  @Test
  void writesChatMl() {
    assertThat(render(SomeTemplates.CHATML, true, SYSTEM, HI, HO, BYE))
        .isEqualTo(
            """
            <|im_start|>system
            Be brief.<|im_end|>
            <|im_start|>user
             Hi <|im_end|>
            <|im_start|>assistant
            Ho<|im_end|>
            <|im_start|>user
            Bye<|im_end|>
            <|im_start|>assistant
            """);
    assertThat(render(SomeTemplates.CHATML, false, HI, HO))
        .isEqualTo("<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\nHo<|im_end|>\n");
  }

  @Test
  void writesLlama2sForm() {
    assertThat(render(SomeTemplates.LLAMA2, true, SYSTEM, HI, HO, BYE))
        .isEqualTo(
            "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST] Ho </s><s>[INST] Bye [/INST]");
    assertThat(render(SomeTemplates.LLAMA2, false, HI, HO, BYE, LONG))
        .isEqualTo("<s>[INST] Hi [/INST] Ho </s><s>[INST] Bye [/INST] So long </s>");
  }

  @Test
  void writesLlama3sForm() {
    assertThat(render(SomeTemplates.LLAMA3, true, SYSTEM, HI))
        .isEqualTo(
            "<s><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n");
    assertThat(render(SomeTemplates.LLAMA3, false, HI, HO))
        .isEqualTo(
            "<s><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\nHo<|eot_id|>");
  }

  @Test
  void writesQwensForm() {
    Message thought = new Message("assistant", "<think>\nhm\n</think>\n\nHo");
    assertThat(render(SomeTemplates.QWEN, true, SYSTEM, HI, thought, BYE))
        .isEqualTo(
            """
            <|im_start|>system
            Be brief.<|im_end|>
            <|im_start|>user
             Hi <|im_end|>
            <|im_start|>assistant
            Ho<|im_end|>
            <|im_start|>user
            Bye<|im_end|>
            <|im_start|>assistant
            """);
    assertThat(render(SomeTemplates.QWEN, false, HI, thought))
        .isEqualTo(
            """
            <|im_start|>user
             Hi <|im_end|>
            <|im_start|>assistant
            <think>
            hm
            </think>

            Ho<|im_end|>
            """);
  }

  @Test
  void whatAConversationSaysIsNeverReadAsATemplate() {
    Message sly = new Message("user", "{{ 7 * 7 }}{% if true %}{# x #}");
    assertThat(render(SomeTemplates.CHATML, false, sly))
        .isEqualTo("<|im_start|>user\n{{ 7 * 7 }}{% if true %}{# x #}<|im_end|>\n");
    assertThat(render("{{ '{{ 1 }}' }}{{ '{% x %}' ~ messages[0].content }}", false, sly))
        .isEqualTo("{{ 1 }}{% x %}{{ 7 * 7 }}{% if true %}{# x #}");
  }

  @Test
  void treatsBlanksAsTransformersDoes() {
    assertThat(render("a\n  {% if true %}  \n  b\n  {%+ endif +%}\nc\n\n", false))
        .isEqualTo("a\n  \n  b\n  \nc\n");
    assertThat(render("x {%- set y = 1 -%} \n z {# n #}\n!{{- y -}}  ?\r\n{# m #}\n.", false))
        .isEqualTo("xz !1?\n.");
  }

  @Test
  void worksOutExpressionsAsPython() {
    assertThat(value("true ~ none ~ missing ~ 1")).isEqualTo("TrueNone1");
    assertThat(value("-7 // 2 ~ ' ' ~ -7 % 3")).isEqualTo("-4 2");
    assertThat(value("1 < 2 < 3 and 'a' in 'cab' and 1 not in [2]")).isEqualTo("True");
    assertThat(value("'' or 'b' and 'c'")).isEqualTo("c");
    assertThat(value("'1' == 1")).isEqualTo("False");
    assertThat(value("1 == true")).isEqualTo("True");
    assertThat(value("'\ud83d\ude00bc'[::-1] ~ 'abc'[-2:] ~ 'abc'[5]"))
        .isEqualTo("cb\ud83d\ude00bc");
    assertThat(value("messages[-1].role ~ messages|map(attribute='content')|join('/')"))
        .isEqualTo("assistant Hi /Ho");
    assertThat(value("' a\\u00a0'.strip() ~ 'x.y.z'.rsplit('.', 1)[0] ~ 'b'.split(',')|length"))
        .isEqualTo("ax.y1");
    assertThat(value("{'a': [1, none], '\u00e9\"': {}}|tojson"))
        .isEqualTo("{\"a\": [1, null], \"\u00e9\\\"\": {}}");
    assertThat(value("[{'a': 1}]|tojson(indent=2)")).isEqualTo("[\n  {\n    \"a\": 1\n  }\n]");
    assertThat(value("(messages|selectattr('role', 'eq', 'user')|list)[0].content|trim|upper"))
        .isEqualTo("HI");
    assertThat(value("tools is none and strftime_now is defined")).isEqualTo("True");
  }

  @Test
  void aLoopKeepsItsVariablesToItself() {
    String text =
        "{% set a = 1 %}{% set ns = namespace(n=0) %}{% for m in messages %}{{ a }}{% set a = a + 1"
            + " %}{{ a }}{% set ns.n = ns.n + 1 %}{% if ns.n == 2 %}{% break %}{% endif %}"
            + "{% continue %}x{% endfor %}{{ a }}{{ ns.n }}{{ m is defined }}";
    assertThat(render(text, false, HI, HO, BYE)).isEqualTo("121212False");
    String nested =
        "{% for m in messages %}{% if true %}{% if loop.first %}{% for c in 'ab' %}{% if true %}{%"
            + " continue %}{% endif %}x{% endfor %}{% set y %}{% continue %}{% endset %}{% endif"
            + " %}a{% if loop.last %}{% break %}{% for c in 'ab' %}x{% endfor %}{% endif %}b{% endif"
            + " %}c{% endfor %}d";
    assertThat(render(nested, false, HI, HO, BYE)).isEqualTo("abcad");
    assertThat(render("{% set x %}<{{ 1 }}>{% endset %}{{ x * 2 }}", false)).isEqualTo("<1><1>");
  }

  @Test
  void refusesByConstructAndLineWhatItDoesNotKnow() {
    assertRefused("a\n{% macro m() %}{% endmacro %}", "line 2", "the tag 'macro'");
    assertRefused("{% raw %}", "line 1", "the tag 'raw'");
    assertRefused("\n\n{{ x|wordwrap }}", "line 3", "the filter 'wordwrap'");
    assertRefused("{{ x.format(1) }}", "line 1", "the method 'format'");
    assertRefused("{{ x is sameas y }}", "line 1", "the test 'sameas'");
    assertRefused("{{ cycler(1) }}", "line 1", "'cycler'");
    assertRefused("{{ 1 / 2 }}", "line 1", "the operator '/'");
    assertRefused("{{ 1.5 }}", "line 1", "the number 1");
    assertRefused("{{ messages }}", "line 1", "the text of a list");
    assertRefused("{{ x.y }}", "line 1", "'y' of 'x', which is undefined");
    assertRefused("{{ 'a' + 1 }}", "line 1", "a string + an integer");
    assertRefused("{{ 'a' + none }}", "line 1", "a string + None");
    assertRefused("{% if messages|select %}{% endif %}", "line 1", "add |list");
    assertRefused("{% for a in messages recursive %}{% endfor %}", "line 1", "'recursive'");
    assertRefused("{% for a in [] %}{% else %}{% endfor %}", "line 1", "'else' of a loop");
    assertRefused("\n{% if true %}", "line 2", "a 'if' that does not end");
    assertRefused("{{ 'a", "line 1", "a string that does not end");
    assertRefused("{{ strftime_now('%d') }}", "line 1", "the same experiment");
    assertRefused("{{ messages[0].items }}", "line 1", "'items' without a call");
  }

  private static void assertRefused(String text, String line, String construct) {
    assertThatThrownBy(() -> render(text, false, HI))
        .as(text)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t.jinja: chat template, " + line + ": not rendered exactly")
        .hasMessageContaining(construct)
        .hasMessageNotContaining("\n");
  }

  @Test
  void reachesNothingOfJava() {
    for (String way :
        List.of(
            "''.getClass()",
            "''.class",
            "''['class'].forName('java.lang.Runtime')",
            "messages.__class__.__mro__",
            "at(0)",
            "rendering.run(0)",
            "raise_exception.__globals__",
            "____int3rpr3t3r____.context",
            "''.__class__.__base__.__subclasses__()",
            "messages.add(1)",
            "request.getClass().getClassLoader()")) {
      String text = "{% set got = " + way + " %}{{ got }}";
      try {
        assertThat(render(text, false, HI)).as(way).isEmpty();
      } catch (InputException e) {
        assertThat(e).hasMessageContaining("chat template");
      }
    }
  }

  @Test
  @Timeout(20)
  void whatNeverEndsOrGrowsWithoutBoundIsRefused() {
    String loops = "{% for a in range(9999) %}".repeat(4) + "x" + "{% endfor %}".repeat(4);
    assertRefused(loops, "line 1", "a rendering of more than");
    assertRefused("{{ 'a' * 9999999999 }}", "line 1", "characters or items");
    String doubled =
        "{% set a = 'aaaaaaaa' %}" + "{% set a = a ~ a %}".repeat(40) + "{{ a|length }}";
    assertRefused(doubled, "line 1", "characters");
    assertRefused("{{ " + "(".repeat(5000) + " }}", "line 1", "more than");
    assertRefused("{{ " + "-".repeat(1500) + "1 + 'a' }}", "line 1", "an integer + a string");
    assertRefused("{% if true %}".repeat(200), "line 1", "blocks in each other");
  }

  @Test
  void sendsOnWhatATemplateItselfRefuses() {
    assertThatThrownBy(() -> render(SomeTemplates.LLAMA2, false, HI, BYE))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t.jinja: chat template, line 10: it refuses the conversation: user and assistant must"
                + " take turns");
  }

  @Test
  void onlyTheAssistantsTurnsCount() {
    List<Message> talk = List.of(SYSTEM, HI, HO, BYE, LONG);
    assertThat(counted(template(SomeTemplates.CHATML).document(talk, true)))
        .containsExactly("Ho<|im_end|>\n", "So long<|im_end|>\n");
    assertThat(counted(template(SomeTemplates.LLAMA2).document(talk, true)))
        .containsExactly(" Ho </s>", " So long </s>");
    assertThat(counted(template(SomeTemplates.LLAMA3).document(talk, true)))
        .containsExactly("Ho<|eot_id|>", "So long<|eot_id|>");
    Document whole = template(SomeTemplates.CHATML).document(talk, false);
    assertThat(whole.whole()).isTrue();
    assertThat(whole.marked()).isTrue();
    assertThat(template(SomeTemplates.CHATML).document(talk, true).text()).isEqualTo(whole.text());
  }

  private static List<String> counted(Document document) {
    List<String> texts = new ArrayList<>();
    document.pieces().stream().filter(Piece::trained).forEach(piece -> texts.add(piece.text()));
    return texts;
  }

  @Test
  void refusesATemplateThatWritesTheBeginningInAnotherWayLater() {
    Message thought = new Message("assistant", "<think>hm</think>Ho");
    ChatTemplate qwen = template(SomeTemplates.QWEN);
    assertThat(counted(qwen.document(List.of(HI, thought), true)))
        .containsExactly("<think>hm</think>Ho<|im_end|>\n");
    assertThatThrownBy(() -> qwen.document(List.of(HI, thought, BYE, LONG), true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("writes the first 2 messages in another way when more follow")
        .hasMessageContaining("mask_prompt: false");
  }

  @Test
  void aThousandConversationsTakeSeconds() {
    ChatTemplate qwen = template(SomeTemplates.QWEN);
    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      qwen.document(List.of(SYSTEM, HI, HO, BYE, LONG), true);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  /** Whatever a template's text is, it is rendered or refused in one line. */
  @Test
  void noMutatedTemplateFailsOtherwise() {
    List<String> sound =
        List.of(
            SomeTemplates.CHATML,
            SomeTemplates.LLAMA2,
            SomeTemplates.LLAMA3,
            SomeTemplates.QWEN,
            "{{ messages|map(attribute='role')|list|tojson(indent=2) }}{% set x %}a{% endset %}"
                + "{{ [1, 2][::-1]|join(x) ~ {'a': 1}.items()|length ~ 'abc'.find('c') }}");
    String pieces = "{}%#-+'\"\\[]().,:|~=!<>*/ \n0 9axis not in if else for set end messages";
    SplittableRandom random = new SplittableRandom(11);
    int rendered = 0;
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder(sound.get(random.nextInt(sound.size())));
      for (int change = 1 + random.nextInt(3); change > 0; change--) {
        int at = random.nextInt(text.length());
        int from = random.nextInt(pieces.length());
        int to = Math.min(pieces.length(), from + 1 + random.nextInt(5));
        text.replace(
            at,
            Math.min(text.length(), at + random.nextInt(6)),
            random.nextBoolean() ? pieces.substring(from, to) : "");
      }
      try {
        render(text.toString(), random.nextBoolean(), SYSTEM, HI, HO);
        rendered++;
      } catch (InputException e) {
        assertThat(e)
            .hasMessageStartingWith("t.jinja: chat template")
            .hasMessageNotContaining("\n");
      }
    }
    assertThat(rendered).isBetween(300, 2700);
  }
}
