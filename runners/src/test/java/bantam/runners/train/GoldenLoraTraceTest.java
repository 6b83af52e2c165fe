package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Common;
import bantam.runners.adapt.Adapters;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four steps of PEFT 0.21 and torch.optim.AdamW on an adapter; see the golden folder. */
class GoldenLoraTraceTest {
  @ParameterizedTest
  @ValueSource(strings = {"lora", "rslora", "dora"})
  void followsTheGoldenTrace(String variant) {
    JsonNode trace = Traces.json(Traces.golden("lora/" + variant + "/golden.json")).get("training");
    AdamW adamW = new AdamW(new AdamW.Options(List.of(0.9, 0.999), 1e-8, 0, List.of()));
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1);
        Decoder decoder = Decoder.load(Traces.golden("stories260K"), engine)) {
      Adapters.load(Traces.golden("lora/" + variant), decoder);
      SortedMap<String, float[]> frozen = new TreeMap<>();
      decoder.weights().forEach((name, value) -> frozen.put(name, value.toFloatArray()));
      SortedMap<String, NDArray> parameters = parameters(decoder);
      Trainee trainee = new Trainee(decoder, parameters, false);
      try (Gauges gauges = new Gauges(engine, 1, 0);
          Stepper stepper =
              new Stepper(
                  engine, trainee, new CrossEntropy(), adamW, gauges, Stepper.Manner.plain(0))) {
        List<MicroBatch> batch = List.of(Traces.shifted(trace.get("batch")));
        try (NDManager scope = engine.scope()) {
          Traces.checkGradients(
              Traces.gradients(stepper, scope, batch),
              trace.get("first_step_grad_norm_per_tensor"),
              trace.get("first_step_grad_first4_values"));
        }
        gauges.takeTerms();
        for (int step = 0; step < 4; step++) {
          stepper.take(batch, step, 2e-3);
          double norm = trace.get("global_grad_norm_before_clip").get(step).doubleValue();
          assertThat(gauges.takeTerms()[0])
              .isCloseTo(trace.get("loss_before_step").get(step).doubleValue(), within(1e-5));
          assertThat(gauges.norm()).isCloseTo(norm, within(1e-4 * norm));
        }
        Traces.checkParameters(parameters, trace.get("parameters_after_last_step"));
        assertThat(new Validation(batch, 1).measure(decoder))
            .isCloseTo(trace.get("loss_after_last_step").doubleValue(), within(1e-5));
      }
      decoder
          .weights()
          .forEach((name, value) -> assertThat(value.toFloatArray()).isEqualTo(frozen.get(name)));
    }
  }

  /** By the names that PEFT gives them in memory. */
  private static SortedMap<String, NDArray> parameters(Decoder decoder) {
    SortedMap<String, NDArray> parameters = new TreeMap<>();
    decoder
        .adapters()
        .forEach(
            (linear, adapter) -> {
              String prefix = "base_model.model." + linear;
              parameters.put(prefix + ".lora_A.default.weight", adapter.a());
              parameters.put(prefix + ".lora_B.default.weight", adapter.b());
              adapter
                  .magnitude()
                  .ifPresent(
                      m -> parameters.put(prefix + ".lora_magnitude_vector.default.weight", m));
            });
    return parameters;
  }
}
