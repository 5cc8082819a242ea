package dev.tidemark.chaos.faults;

import dev.tidemark.localstack.StackProcess;

record Pause(StackProcess process) implements Fault {
  @Override
  public void begin() {
    process.pause();
  }

  @Override
  public void end() {
    process.resume();
  }
}
