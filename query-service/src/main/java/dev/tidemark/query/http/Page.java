package dev.tidemark.query.http;

import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The page of a list that a request asks for.
///
/// @param list names the list with its filters; cursors are bound to it
/// @param after what the page begins behind, as the list is sorted; empty for the first one
public record Page<K>(String list, int limit, Optional<K> after) {
  public static final String LIMIT = "limit";
  public static final String AFTER = "after";

  private static final int LIMIT_MAX = 500;
  private static final int LIMIT_BY_DEFAULT = 50;

  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.query(LIMIT, new Shape.Whole(1, LIMIT_MAX), "How many at most; 50 if absent"),
          Parameter.query(AFTER, Shape.text(), "The next of the page before"));

  /// A list as it is answered.
  ///
  /// @param next where the next page begins; absent on the last one
  public record Items<T>(List<T> items, @Nullable String next) {}

  /// @param key refuses cursors that this list cannot have given
  public static <K> Page<K> of(Request request, String list, Function<Cursor, K> key) {
    int limit =
        request
            .parameter(LIMIT, text -> Numbers.within(text, 1, LIMIT_MAX))
            .orElse(LIMIT_BY_DEFAULT);
    Optional<K> after = request.parameter(AFTER, text -> key.apply(Cursor.decode(text, list)));
    return new Page<>(list, limit, after);
  }

  /// One more than asked for: it tells whether there is a next page.
  public int fetched() {
    return limit + 1;
  }

  /// @param rows up to [#fetched()]
  public <R, T> Items<T> items(List<R> rows, Function<R, Cursor> cursor, Function<R, T> shown) {
    List<R> page = rows.subList(0, Math.min(limit, rows.size()));
    String next = rows.size() > limit ? cursor.apply(page.getLast()).encode(list) : null;
    return new Items<>(page.stream().map(shown).toList(), next);
  }
}
