package dev.tidemark.query.cache;

import dev.tidemark.views.cache.CachedValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A view and its JSON, as it is kept and as it is answered: each is made of the other when it is
/// first needed. What only passes through is never read. Thread-safe.
public final class Shown<V extends Record> {
  private final JsonMapper mapper;
  private final long offset;
  private volatile @Nullable V view;
  private volatile byte @Nullable [] json;

  private Shown(JsonMapper mapper, long offset, @Nullable V view, byte @Nullable [] json) {
    this.mapper = mapper;
    this.offset = offset;
    this.view = view;
    this.json = json;
  }

  /// @param offset of the last event folded into the view
  public static <V extends Record> Shown<V> of(V view, long offset, JsonMapper mapper) {
    return new Shown<>(mapper, offset, view, null);
  }

  static <V extends Record> Shown<V> unread(CachedValue.Unread value, JsonMapper mapper) {
    return new Shown<>(mapper, value.version(), null, value.json());
  }

  /// Reads the view, if that was not done yet.
  ///
  /// @return whether this code can read it; if not, a newer one wrote it
  boolean isReadable(Class<V> type) {
    if (view == null) {
      var unread = new CachedValue.Unread(offset, json());
      CachedValue.decode(unread, type, mapper).ifPresent(read -> view = read.view());
    }
    return view != null;
  }

  /// Only of one that was made of a view, or is known to be readable.
  public V view() {
    return Objects.requireNonNull(view, "Expected a view that was read, but it was not");
  }

  /// Of the last event folded into the view: an aggregate looks the same as long as this is.
  public long offset() {
    return offset;
  }

  /// Not a copy: do not change it.
  public byte[] json() {
    byte[] made = json;
    if (made == null) {
      made = mapper.writeValueAsBytes(view());
      json = made;
    }
    return made;
  }

  /// Another view in the place of this one.
  public Shown<V> as(V other) {
    return of(other, offset, mapper);
  }
}
