package bantam.runners.bench;

/** What trains in a benchmark. */
public enum BenchMode {
  FULL,
  LORA,
  DORA,
  DISTILL
}
