package bantam.data.chat;

import bantam.data.chat.Python.Namespace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A template at work: its variables, and the blocks that it is in. */
final class Rendering {
  private final List<Step> steps;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private Frame frame;
  private long written;

  /** The loop whose next turn or end is awaited; till then nothing is done. */
  private int skipping = Step.NONE;

  private Optional<Refusal> refusal = Optional.empty();

  Rendering(List<Step> steps, Frame frame) {
    this.steps = steps;
    this.frame = frame;
  }

  /** A block that has variables of its own. */
  private static final class Block {
    private final Frame around;
    private final Optional<LoopHead> head;
    private final List<Object> items;
    private final Optional<StringBuilder> captured;
    private final String name;
    private int at;

    private Block(
        Frame around,
        Optional<LoopHead> head,
        List<Object> items,
        Optional<StringBuilder> captured,
        String name) {
      this.around = around;
      this.head = head;
      this.items = items;
      this.captured = captured;
      this.name = name;
    }
  }

  /** What was refused on the way; what was rendered then means nothing. */
  Optional<Refusal> refusal() {
    return refusal;
  }

  Frame frame() {
    return frame;
  }

  /** Does a step, unless it is skipped or something was refused. */
  Object run(int number) {
    Step step = steps.get(number);
    boolean skips = skipping != Step.NONE && skipping != step.loop();
    if (refusal.isPresent() || skips) {
      return "";
    }
    skipping = Step.NONE;
    try {
      frame.budget().spend(1);
      Object result = step.action().run(this);
      return result instanceof String text ? write(text) : result;
    } catch (Refusal e) {
      refusal = Optional.of(e.at(step.line()));
      return "";
    }
  }

  private String write(String text) {
    written += text.length();
    Budget.checkSize(written);
    for (Block block : blocks) {
      if (block.captured.isPresent()) {
        block.captured.get().append(text);
        return "";
      }
    }
    return text;
  }

  private String push(Block block) {
    blocks.push(block);
    frame = frame.inner();
    return "";
  }

  String enter() {
    return push(new Block(frame, Optional.empty(), List.of(), Optional.empty(), ""));
  }

  String capture(String name) {
    Optional<StringBuilder> text = Optional.of(new StringBuilder());
    return push(new Block(frame, Optional.empty(), List.of(), text, name));
  }

  /**
   * @return a turn for each item, for jinjava to go through
   */
  List<Integer> begin(LoopHead head) {
    List<Object> items = head.items(frame);
    push(new Block(frame, Optional.of(head), items, Optional.empty(), ""));
    return IntStream.range(0, items.size()).boxed().toList();
  }

  /** The next turn of the innermost loop; blocks that a {@code continue} left are closed. */
  String advance() {
    while (blocks.element().head.isEmpty()) {
      blocks.pop();
    }
    Block block = blocks.element();
    // a turn does not see what another one set
    frame = block.around.inner();
    block.head.orElseThrow().bind(frame, block.items.get(block.at));
    frame.set("loop", new Loop(block.items, block.at));
    block.at++;
    return "";
  }

  /** The end of a block that is no loop. */
  String leave() {
    Block block = blocks.pop();
    frame = block.around;
    block.captured.ifPresent(text -> frame.set(block.name, text.toString()));
    return "";
  }

  /** The way to a loop's next turn or end. */
  String skipTo(int loop) {
    skipping = loop;
    return "";
  }

  /** The end of a loop, and of the blocks within it that a {@code break} left. */
  String leaveLoop() {
    Block block = blocks.pop();
    while (block.head.isEmpty()) {
      block = blocks.pop();
    }
    frame = block.around;
    return "";
  }

  String assign(String name, Optional<String> member, Object value) {
    Python.checkStored(value);
    if (member.isEmpty()) {
      frame.set(name, value);
    } else if (frame.value(name) instanceof Namespace namespace) {
      namespace.values().put(member.get(), value);
    } else {
      throw new Refusal("'set %s.%s' of what is no namespace".formatted(name, member.get()));
    }
    return "";
  }
}
