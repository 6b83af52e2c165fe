package bantam.data.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.util.Map;

/**
 * jinjava, which goes through a script. All it is given is our own text: tags, and calls of {@link
 * #at} by number. What a template or a conversation says never reaches its expression language.
 */
public final class Jinja {
  private static final String RENDERING = "rendering";
  private static final Jinjava ENGINE = engine();

  private Jinja() {}

  private static Jinjava engine() {
    Jinjava engine =
        new Jinjava(
            JinjavaConfig.newBuilder()
                // else it would render what an output writes once more
                .withNestedInterpretationEnabled(false)
                .withKeepTrailingNewline(true)
                .withMaxRenderDepth(1000)
                .build());
    engine
        .getGlobalContext()
        .registerFunction(new ELFunctionDefinition("", "at", Jinja.class, "at", int.class));
    return engine;
  }

  static String render(Script script, Frame variables) {
    Rendering rendering = new Rendering(script.steps(), variables);
    RenderResult result = ENGINE.renderForResult(script.source(), Map.of(RENDERING, rendering));
    rendering
        .refusal()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    if (!result.getErrors().isEmpty()) {
      throw new Refusal("what jinjava says: " + result.getErrors().get(0).getMessage());
    }
    return result.getOutput();
  }

  /**
   * Does a step of the script that is being rendered; for jinjava only.
   *
   * @param step its number
   */
  public static Object at(int step) {
    Object rendering = JinjavaInterpreter.getCurrent().getContext().get(RENDERING);
    return ((Rendering) rendering).run(step);
  }
}
