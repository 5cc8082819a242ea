package dev.tidemark.chaos.observed;

import dev.tidemark.chaos.checker.Checker;
import dev.tidemark.chaos.checker.Report;
import dev.tidemark.chaos.history.History;

/// Holds a history against the log and the stores of the system that it is of.
public final class Judge {
  private Judge() {}

  /// Call it when all is quiet: no load, no faults, and the views at the end of the log.
  public static Report judge(History history, Addresses addresses) {
    var log = new LogReader(addresses.bootstrapServers()).read();
    return Checker.check(history, log, new ObservedStores(addresses));
  }
}
