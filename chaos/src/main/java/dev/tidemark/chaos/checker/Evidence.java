package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.CommittedLog;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What rules judge by.
final class Evidence {
  private final Operations operations;
  private final CommittedLog log;
  private final Stores stores;
  private final Map<Past, Knowledge> knowledge = new HashMap<>();

  Evidence(Operations operations, CommittedLog log, Stores stores) {
    this.operations = operations;
    this.log = log;
    this.stores = stores;
    for (Past past : log.pasts()) {
      knowledge.put(past, Knowledge.of(past, operations));
    }
  }

  Operations operations() {
    return operations;
  }

  CommittedLog log() {
    return log;
  }

  Stores stores() {
    return stores;
  }

  /// Null if nothing ever happened to it.
  @Nullable Past past(Resource resource, String id) {
    return log.past(resource, id);
  }

  /// When the versions of something could be, and must be, known.
  Knowledge knowledge(Past past) {
    Knowledge known = knowledge.get(past);
    if (known == null) {
      throw new IllegalArgumentException("Expected a past of this log, but was " + past.id());
    }
    return known;
  }

  /// The past that an event belongs to.
  Past past(Fact fact) {
    Past past = log.past(fact.resource(), fact.id());
    if (past == null) {
      throw new IllegalArgumentException("Expected an event of this log, but was " + fact.told());
    }
    return past;
  }
}
