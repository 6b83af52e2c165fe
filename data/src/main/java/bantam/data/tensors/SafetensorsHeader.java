package bantam.data.tensors;

import bantam.recipes.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The JSON header of a safetensors file, checked as the reference implementation checks it: the
 * tensors fill the data without a gap or an overlap.
 */
record SafetensorsHeader(Map<String, Safetensors.Entry> entries, Map<String, String> metadata) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

  /**
   * @param json the header's bytes
   * @param dataLength bytes that follow it
   */
  static SafetensorsHeader parse(Path file, ByteBuffer json, long dataLength) {
    JsonNode root = tree(file, json);
    Map<String, String> metadata = new TreeMap<>();
    List<Safetensors.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals("__metadata__")) {
        metadata.putAll(metadata(file, field.getValue()));
      } else {
        entries.add(entry(file, field.getKey(), field.getValue()));
      }
    }
    // An empty tensor stands before the one that begins at the same place.
    entries.sort(
        Comparator.comparingLong(Safetensors.Entry::offset)
            .thenComparingLong(Safetensors.Entry::length));
    checkLayout(file, entries, dataLength);
    Map<String, Safetensors.Entry> byName = new LinkedHashMap<>();
    entries.forEach(entry -> byName.put(entry.name(), entry));
    return new SafetensorsHeader(byName, metadata);
  }

  private static JsonNode tree(Path file, ByteBuffer json) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(json).toString();
      if (!text.startsWith("{")) {
        throw wrong(file, "its header does not begin with '{'");
      }
      return JSON.readTree(text);
    } catch (CharacterCodingException e) {
      throw wrong(file, "its header is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw wrong(file, "its header is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, String> metadata(Path file, JsonNode node) {
    Map<String, String> metadata = new TreeMap<>();
    if (!node.isObject()) {
      throw wrong(file, "__metadata__ is not a map");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw wrong(file, "__metadata__." + field.getKey() + " is not a string");
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
    return metadata;
  }

  private static Safetensors.Entry entry(Path file, String name, JsonNode node) {
    String what = "tensor '" + name + "' ";
    for (String key : KEYS) {
      if (!node.has(key)) {
        throw wrong(file, what + "has no " + key);
      }
    }
    if (node.size() != KEYS.size()) {
      throw wrong(file, what + "has keys other than dtype, shape and data_offsets");
    }
    TensorType type =
        TensorType.named(node.get("dtype").asText())
            .orElseThrow(
                () ->
                    wrong(
                        file,
                        what
                            + "has the dtype %s, which is none of %s"
                                .formatted(
                                    node.get("dtype"), Arrays.toString(TensorType.values()))));
    List<Long> shape = numbers(file, what + "has the shape ", node.get("shape"));
    List<Long> offsets = numbers(file, what + "has the offsets ", node.get("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw wrong(file, what + "has the offsets " + offsets + "; they must be [begin, end]");
    }
    long length = offsets.get(1) - offsets.get(0);
    long wanted = bytes(file, what, shape, type);
    if (length != wanted) {
      throw wrong(
          file,
          what
              + "has %,d bytes; %s of the shape %s needs %,d"
                  .formatted(length, type, shape, wanted));
    }
    return new Safetensors.Entry(name, type, shape, offsets.get(0), length);
  }

  private static List<Long> numbers(Path file, String what, JsonNode node) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : node) {
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
        throw wrong(file, what + node + "; it must hold whole numbers from 0 on");
      }
      numbers.add(number.longValue());
    }
    if (!node.isArray()) {
      throw wrong(file, what + node + "; it must be a list");
    }
    return numbers;
  }

  private static long bytes(Path file, String what, List<Long> shape, TensorType type) {
    try {
      return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw wrong(file, what + "has the impossible shape " + shape, e);
    }
  }

  private static void checkLayout(Path file, List<Safetensors.Entry> entries, long dataLength) {
    long end = 0;
    String before = "";
    for (Safetensors.Entry entry : entries) {
      if (entry.offset() < end) {
        throw wrong(file, "tensors '%s' and '%s' overlap".formatted(before, entry.name()));
      }
      if (entry.offset() > end) {
        throw wrong(file, "nothing describes the bytes before tensor '" + entry.name() + "'");
      }
      end = entry.offset() + entry.length();
      before = entry.name();
    }
    if (end > dataLength) {
      throw wrong(
          file,
          "its tensors need %,d bytes and %,d are there; it was cut off"
              .formatted(end, dataLength));
    }
    if (end < dataLength) {
      throw wrong(file, "%,d bytes follow its last tensor".formatted(dataLength - end));
    }
  }

  static InputException wrong(Path file, String fault) {
    return wrong(file, fault, null);
  }

  private static InputException wrong(Path file, String fault, Throwable cause) {
    return new InputException(
        file + ": not a sound safetensors file: " + fault + "; fetch or write it again", cause);
  }
}
