package dev.tidemark.chaos.faults;

import java.io.IOException;

/// One thing that is done to the system, and undone.
///
/// - What was begun, also by half, is ended: once, by the same thread.
/// - [#end()] returns when nothing of the fault is left but what the system makes of it. It may
///   take as long as a process needs to start.
interface Fault {
  void begin() throws IOException;

  void end() throws IOException;
}
