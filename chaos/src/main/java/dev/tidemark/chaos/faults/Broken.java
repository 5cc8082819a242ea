package dev.tidemark.chaos.faults;

import dev.tidemark.localstack.FaultProxy;
import java.time.Duration;

/// A link that does not do what it should.
record Broken(FaultProxy proxy, Way way) implements Fault {
  sealed interface Way {
    record Cut() implements Way {}

    record Silent() implements Way {}

    /// @param late each piece
    record Slow(Duration late) implements Way {}
  }

  @Override
  public void begin() {
    switch (way) {
      case Way.Cut() -> proxy.cut();
      case Way.Silent() -> proxy.blackHole();
      case Way.Slow(Duration late) -> proxy.delay(late);
    }
  }

  @Override
  public void end() {
    proxy.pass();
  }
}
