package dev.tidemark.chaos.faults;

import dev.tidemark.localstack.StackProcess;

record Kill(StackProcess process) implements Fault {
  @Override
  public void begin() {
    process.kill();
  }

  @Override
  public void end() {
    Restart.of(process);
  }
}
