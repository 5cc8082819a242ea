package dev.tidemark.chaos.faults;

import dev.tidemark.chaos.system.ClockStep;
import java.io.IOException;
import java.time.Duration;

/// A clock that jumps, and jumps back.
record Stepped(ClockStep clocks, String process, Duration by) implements Fault {
  @Override
  public void begin() throws IOException {
    clocks.step(process, by);
  }

  @Override
  public void end() throws IOException {
    clocks.step(process, Duration.ZERO);
  }
}
