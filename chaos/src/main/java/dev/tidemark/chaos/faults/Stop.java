package dev.tidemark.chaos.faults;

import dev.tidemark.localstack.StackProcess;

/// In good order.
record Stop(StackProcess process) implements Fault {
  @Override
  public void begin() {
    process.stop();
  }

  @Override
  public void end() {
    Restart.of(process);
  }
}
