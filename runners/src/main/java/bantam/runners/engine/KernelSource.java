package bantam.runners.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of kernels: Python functions in TorchScript's dialect whose first parameter is {@code
 * self}, so that they can call each other across files.
 *
 * <p>Every function without a leading underscore can be called from Java; it takes {@code Tensor},
 * {@code List[Tensor]}, {@code int}, {@code float} and {@code bool}, and returns a tensor, a list
 * or tuple of tensors, or {@code None} when it works in place.
 *
 * @param resource the file's place on the class path
 * @param text its content
 * @param kernels its functions that can be called from Java
 */
record KernelSource(String resource, String text, List<Kernel> kernels) {
  /** A parameter's type as it is written. */
  enum Type {
    TENSOR("Tensor"),
    LIST("List[Tensor]"),
    INT("int"),
    FLOAT("float"),
    BOOL("bool");

    private final String text;

    Type(String text) {
      this.text = text;
    }
  }

  /** A parameter. */
  record Parameter(String name, Type type) {
    /** A number arrives as a tensor without dimensions. */
    private String declared() {
      return name + ": " + (type == Type.LIST ? type.text : "Tensor");
    }

    private String passed() {
      return type == Type.TENSOR || type == Type.LIST ? name : type.text + "(" + name + ")";
    }
  }

  /** A function that Java may call. */
  record Kernel(String name, List<Parameter> parameters, String result) {
    /** The name of the method that unpacks numbers and calls the function. */
    String entry() {
      return "call_" + name;
    }

    private String entrySource() {
      StringBuilder source = new StringBuilder("  def " + entry() + "(self: " + MODULE);
      parameters.forEach(p -> source.append(", ").append(p.declared()));
      boolean inPlace = result.equals("None");
      source.append(") -> ").append(inPlace ? "Tensor" : result).append(":\n");
      List<String> passed = parameters.stream().map(Parameter::passed).toList();
      String call = "(self)." + name + "(" + String.join(", ", passed) + ")";
      return source
          .append(
              inPlace
                  ? "    _0 = " + call + "\n    return torch.empty([0])\n"
                  : "    return " + call + "\n")
          .toString();
    }
  }

  private static final String MODULE = "__torch__.Kernels";
  private static final Pattern DEFINITION =
      Pattern.compile(
          "^def (\\w+)\\(self(?:,\\s*([^)]*?))?,?\\s*\\)\\s*->\\s*([^:]+):", Pattern.MULTILINE);
  private static final Pattern ANY_DEFINITION = Pattern.compile("^def ", Pattern.MULTILINE);
  private static final Pattern PARAMETER = Pattern.compile("(\\w+): ([\\w\\[\\]]+)");

  /** Reads a file of the class path; anything wrong with it is a bug of ours. */
  static KernelSource read(String resource) {
    try (InputStream in = KernelSource.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("kernels: no resource " + resource);
      }
      return parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("kernels: cannot read " + resource, e);
    }
  }

  static KernelSource parse(String resource, String text) {
    List<Kernel> kernels = new ArrayList<>();
    Matcher definition = DEFINITION.matcher(text);
    int parsed = 0;
    while (definition.find()) {
      parsed++;
      if (!definition.group(1).startsWith("_")) {
        kernels.add(
            new Kernel(
                definition.group(1),
                parameters(resource, definition.group(1), definition.group(2)),
                definition.group(3).strip()));
      }
    }
    long written = ANY_DEFINITION.matcher(text).results().count();
    if (parsed != written) {
      throw new IllegalStateException(
          "kernels: %s has %d functions of which %d read 'def name(self, x: Type, ...) -> Type:'"
              .formatted(resource, written, parsed));
    }
    return new KernelSource(resource, text, List.copyOf(kernels));
  }

  private static List<Parameter> parameters(String resource, String kernel, String list) {
    List<Parameter> parameters = new ArrayList<>();
    for (String item : list == null ? new String[0] : list.strip().split("\\s*,\\s*")) {
      Matcher matcher = PARAMETER.matcher(item);
      if (!matcher.matches()) {
        throw new IllegalStateException(
            "kernels: %s: %s has the parameter '%s'; it must read name: Type"
                .formatted(resource, kernel, item));
      }
      parameters.add(new Parameter(matcher.group(1), type(resource, kernel, matcher.group(2))));
    }
    return List.copyOf(parameters);
  }

  private static Type type(String resource, String kernel, String text) {
    for (Type type : Type.values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    throw new IllegalStateException(
        ("kernels: %s: %s takes a %s; Java can pass Tensor, List[Tensor], int, float and bool (a"
                + " leading underscore makes a function private)")
            .formatted(resource, kernel, text));
  }

  /** The functions as methods of the module's class, then one entry for each kernel. */
  String methods() {
    StringBuilder source = new StringBuilder("  # " + resource + "\n");
    String typed = text.replaceAll("(?m)^def (\\w+)\\(self\\b", "def $1(self: " + MODULE);
    typed.lines().forEach(line -> source.append("  ").append(line).append('\n'));
    kernels.forEach(kernel -> source.append(kernel.entrySource()));
    return source.toString();
  }
}
