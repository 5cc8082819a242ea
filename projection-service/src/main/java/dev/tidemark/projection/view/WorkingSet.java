package dev.tidemark.projection.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The rows that a batch touches, while it is folded.
public final class WorkingSet<K, V extends Record> {
  private final Map<K, Row<V>> before;
  private final Map<K, Row<V>> changed = new LinkedHashMap<>();

  public WorkingSet(Map<K, Row<V>> before) {
    this.before = before;
  }

  public Optional<Row<V>> get(K key) {
    Row<V> row = changed.get(key);
    return Optional.ofNullable(row != null ? row : before.get(key));
  }

  public void put(K key, Row<V> row) {
    changed.put(key, row);
  }

  public Changed<V> changed() {
    var created = new ArrayList<Row<V>>();
    var updated = new ArrayList<Row<V>>();
    changed.forEach((key, row) -> (before.containsKey(key) ? updated : created).add(row));
    return new Changed<>(created, updated);
  }
}
