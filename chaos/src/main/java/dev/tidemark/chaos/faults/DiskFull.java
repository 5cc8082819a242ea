package dev.tidemark.chaos.faults;

import dev.tidemark.chaos.system.SmallDisk;
import java.io.IOException;

record DiskFull(SmallDisk disk) implements Fault {
  @Override
  public void begin() throws IOException {
    disk.fill();
  }

  @Override
  public void end() throws IOException {
    disk.empty();
  }
}
