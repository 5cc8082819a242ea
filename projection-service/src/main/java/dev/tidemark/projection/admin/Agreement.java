package dev.tidemark.projection.admin;

import dev.tidemark.projection.admin.AggregateReport.InRedis;
import dev.tidemark.projection.admin.AggregateReport.Verdict;
import dev.tidemark.projection.store.AggregateLook.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Compares what the stores hold of an aggregate with what the log made of it up to where each of
/// them says it is.
final class Agreement {
  private final Told log;
  private final JsonMapper mapper;
  private final List<String> notes = new ArrayList<>();
  private Verdict verdict = Verdict.AGREE;

  Agreement(Told log, JsonMapper mapper) {
    this.log = log;
    this.mapper = mapper;
  }

  Verdict verdict() {
    return verdict;
  }

  List<String> notes() {
    return notes;
  }

  void note(Verdict of, String why) {
    verdict = of.compareTo(verdict) > 0 ? of : verdict;
    notes.add(why);
  }

  void lookAt(Stored stored) {
    if (!stored.parked().isEmpty()) {
      var first = stored.parked().getFirst();
      note(
          Verdict.PARKED,
          "%d events are parked, the first at offset %d: %s"
              .formatted(stored.parked().size(), first.offset(), first.cause()));
    }
    long later = log.countFrom(stored.position());
    if (later > 0) {
      note(Verdict.BEHIND, "PostgreSQL has %d events of it yet to apply".formatted(later));
    }
    long parkedFrom =
        stored.parked().isEmpty() ? Long.MAX_VALUE : stored.parked().getFirst().offset();
    long end = Math.min(stored.position(), parkedFrom);
    compare(
        "PostgreSQL",
        end,
        stored.row().map(row -> row.sourceOffset()).orElse(-1L),
        stored.row().map(row -> mapper.valueToTree(row.view())));
  }

  void lookAt(InRedis cached) {
    if (cached.leaseMs() == 0) {
      notes.add("Redis: the shard has no lease, so readers bypass the cache");
    }
    Long version = cached.version();
    if (!cached.cached() || version == null) {
      notes.add(
          cached.cached()
              ? "Redis: the value cannot be read, so readers pass it by"
              : "Redis: nothing is cached, so readers ask PostgreSQL");
      return;
    }
    Long watermark = cached.watermark();
    long due = watermark == null ? -1 : log.lastBefore(watermark);
    if (version < due) {
      note(
          Verdict.DIFFER,
          "Redis: expected the value of offset %d or later, as the watermark says, but it is of %d"
              .formatted(due, version));
    } else if (version < log.lastBefore(Long.MAX_VALUE)) {
      note(Verdict.BEHIND, "Redis: the value is of offset " + version);
    }
    compare(
        "Redis",
        version + 1,
        cached.view() == null ? -1 : version,
        Optional.ofNullable(cached.view()));
  }

  /// @param end before which all events are in it
  /// @param offset of the last event folded into it; -1 if there is nothing
  private void compare(String store, long end, long offset, Optional<JsonNode> held) {
    long expected = log.lastBefore(end);
    if (offset != expected) {
      note(
          Verdict.DIFFER,
          "%s: expected %s, but there is %s".formatted(store, named(expected), named(offset)));
      return;
    }
    Optional<JsonNode> folded = log.before(end).map(mapper::valueToTree);
    if (!folded.equals(held)) {
      note(
          Verdict.DIFFER,
          "%s: expected what the log says, but something else is there: %s"
              .formatted(store, differing(folded, held)));
    }
  }

  private static String named(long offset) {
    return offset < 0 ? "nothing" : "the state of offset " + offset;
  }

  private static String differing(Optional<JsonNode> expected, Optional<JsonNode> held) {
    if (expected.isEmpty() || held.isEmpty()) {
      return "it is there in one of them only";
    }
    var fields = new ArrayList<String>();
    expected
        .get()
        .propertyNames()
        .forEach(name -> {
          JsonNode other = held.get().path(name);
          if (!expected.get().path(name).equals(other)) {
            fields.add(name);
          }
        });
    held.get().propertyNames().stream()
        .filter(name -> !expected.get().has(name))
        .forEach(fields::add);
    return String.join(", ", fields);
  }
}
