package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Five steps of transformers and torch.optim.AdamW on stories260K; see the golden folder. */
class GoldenTraceTest {
  private static Engine engine;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void followsTheGoldenTrace() {
    JsonNode trace = Traces.json(Traces.golden("training/train_trace.json"));
    AdamW adamW = new AdamW(new AdamW.Options(List.of(0.9, 0.95), 1e-8, 0.1, List.of()));
    try (Decoder decoder = Decoder.load(Traces.golden("stories260K"), engine);
        Gauges gauges = new Gauges(engine, 1, 0);
        Stepper stepper =
            new Stepper(
                engine,
                Trainee.all(decoder),
                new CrossEntropy(),
                adamW,
                gauges,
                Stepper.Manner.plain(0))) {
      List<MicroBatch> batch = List.of(Traces.shifted(trace.get("micro_batches").get(0).get(0)));
      try (NDManager scope = engine.scope()) {
        Traces.checkGradients(
            Traces.gradients(stepper, scope, batch),
            trace.get("first_step_grad_norm_per_tensor"),
            trace.get("first_step_grad_first4_values"));
      }
      gauges.takeTerms();
      for (int step = 0; step < 5; step++) {
        stepper.take(batch, step, 1e-3);
        double norm = trace.get("global_grad_norm_before_clip").get(step).doubleValue();
        assertThat(gauges.takeTerms()[0])
            .isCloseTo(trace.get("loss_before_step").get(step).doubleValue(), within(1e-5));
        assertThat(gauges.norm()).isCloseTo(norm, within(1e-4 * norm));
      }
      Traces.checkParameters(decoder.weights(), trace.get("parameters_after_last_step"));
      assertThat(new Validation(batch, 1).measure(decoder))
          .isCloseTo(trace.get("loss_after_last_step").doubleValue(), within(1e-5));
    }
  }
}
