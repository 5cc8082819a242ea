package dev.tidemark.chaos.log;

import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.LogRecord.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The committed records of all event topics, each partition in its order. Held in memory: some 600
/// bytes for each event.
public final class CommittedLog {
  /// A partition of a topic.
  public record Place(Resource resource, int partition) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int first = resource.compareTo(other.resource);
      return first == 0 ? Integer.compare(partition, other.partition) : first;
    }
  }

  private record Subject(Resource resource, String id) {}

  private record Keyed(String customer, String key) {}

  private final Map<Place, List<LogRecord>> places = new TreeMap<>();
  private final Map<Subject, Past> pasts = new HashMap<>();
  private final Map<Keyed, List<Fact>> byKey = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  private CommittedLog() {}

  /// @param records those of each partition in the order of their offsets
  public static CommittedLog of(Iterable<? extends LogRecord> records) {
    var log = new CommittedLog();
    for (LogRecord one : records) {
      log.add(one);
    }
    log.texts.clear();
    return log;
  }

  private void add(LogRecord added) {
    LogRecord one = added instanceof Fact fact ? thrifty(fact) : added;
    places
        .computeIfAbsent(new Place(one.resource(), one.partition()), _ -> new ArrayList<>())
        .add(one);
    if (one instanceof Fact fact) {
      byKey.merge(new Keyed(fact.customer(), fact.key()), List.of(fact), CommittedLog::both);
      Past past = pasts.get(new Subject(fact.resource(), fact.id()));
      if (past == null) {
        pasts.put(new Subject(fact.resource(), fact.id()), new Past(fact));
      } else {
        past.add(fact);
      }
    }
  }

  /// Equal texts that come again and again are one object.
  private Fact thrifty(Fact fact) {
    return new Fact(
        fact.resource(),
        fact.partition(),
        fact.offset(),
        shared(fact.customer()),
        shared(fact.type()),
        shared(fact.id()),
        fact.sequence(),
        fact.key(),
        fact.term(),
        fact.occurredAt(),
        fact.data());
  }

  private String shared(String text) {
    String first = texts.putIfAbsent(text, text);
    return first == null ? text : first;
  }

  private static List<Fact> both(List<Fact> some, List<Fact> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  /// All records of each partition, in their order.
  public Map<Place, List<LogRecord>> places() {
    return Collections.unmodifiableMap(places);
  }

  /// Those of one partition, without the markers.
  public List<Fact> facts(Place place) {
    return places.getOrDefault(place, List.of()).stream()
        .filter(Fact.class::isInstance)
        .map(Fact.class::cast)
        .toList();
  }

  public Collection<Past> pasts() {
    return Collections.unmodifiableCollection(pasts.values());
  }

  /// Null if nothing ever happened to it.
  public @Nullable Past past(Resource resource, String id) {
    return pasts.get(new Subject(resource, id));
  }

  /// What came of a command, in any partition.
  public List<Fact> of(String customer, String key) {
    return byKey.getOrDefault(new Keyed(customer, key), List.of());
  }
}
