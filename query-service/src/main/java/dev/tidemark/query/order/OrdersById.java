package dev.tidemark.query.order;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.query.cache.BulkReads;
import dev.tidemark.query.cache.BulkReads.Wanted;
import dev.tidemark.query.cache.Shown;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.OrderRows;
import dev.tidemark.query.store.Query;
import dev.tidemark.query.store.Row;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.views.OrderView;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `GET /v1/orders?id=…&id=…`: those that are there, in the order asked for, and which are missing.
public final class OrdersById {
  static final String ID = "id";

  private static final int IDS_MAX = 100;

  static final Parameter PARAMETER =
      Parameter.query(ID, Shape.of(OrderId.class), "These, up to 100, and no other parameter")
          .repeatable();

  private record Found(List<Shown<OrderView>> items, List<OrderId> missing) {
    /// As it is answered. Orders are joined as they come: reading a hundred of them only to write
    /// them again was most of what such a request cost.
    byte[] json() {
      int size = items.stream().mapToInt(item -> item.json().length + 1).sum();
      var body = new ByteArrayOutputStream(size + 64 * (missing.size() + 1));
      body.writeBytes(ascii("{\"items\":["));
      for (int i = 0; i < items.size(); i++) {
        if (i > 0) {
          body.write(',');
        }
        body.writeBytes(items.get(i).json());
      }
      String ids = missing.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
      body.writeBytes(ascii("],\"missing\":[" + ids + "]}"));
      return body.toByteArray();
    }

    /// Whether it would be the same, in a tenth of the bytes.
    byte[] identity(List<OrderId> asked) {
      String offsets =
          items.stream().map(item -> " " + item.offset()).collect(Collectors.joining());
      return ascii(asked + offsets + missing);
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }

  private final OrderRows rows;
  private final BulkReads bulk;
  private final OrderKeys keys;
  private final Tokens tokens;
  private final Replies replies;

  public OrdersById(
      OrderRows rows, BulkReads bulk, OrderKeys keys, Tokens tokens, Replies replies) {
    this.rows = rows;
    this.bulk = bulk;
    this.keys = keys;
    this.tokens = tokens;
    this.replies = replies;
  }

  Answer some(Request request) {
    OrderQuery.names()
        .filter(other -> !request.parameters(other, text -> text).isEmpty())
        .findFirst()
        .ifPresent(other -> {
          throw Problem.invalidField(other, "Expected no other parameter beside id").exception();
        });
    List<OrderId> ids = request.parameters(ID, OrderId::parse).stream().distinct().toList();
    if (ids.size() > IDS_MAX) {
      throw Problem.invalidField(
              ID, "Expected at most " + IDS_MAX + " ids, but there are " + ids.size())
          .exception();
    }
    List<Wanted<OrderId, OrderView>> wanted =
        ids.stream().map(id -> new Wanted<>(id, keys.of(id))).toList();
    var readings = bulk.all(wanted, tokens.of(request), this::load);
    Reading<Found> found = found(ids, readings);
    return replies.tagged(request, found, found.value().json(), found.value().identity(ids));
  }

  private Query<Map<OrderId, Row<OrderView>>> load(List<OrderId> ids) {
    return rows.all(ids)
        .map(found ->
            found.stream()
                .collect(Collectors.toMap(row -> row.view().orderId(), Function.identity())));
  }

  private static Reading<Found> found(
      List<OrderId> ids, Map<OrderId, Reading<Optional<Shown<OrderView>>>> readings) {
    var items = new ArrayList<Shown<OrderView>>();
    var missing = new ArrayList<OrderId>();
    ConsistencyToken reflected = ConsistencyToken.EMPTY;
    Set<Source> sources = EnumSet.noneOf(Source.class);
    for (OrderId id : ids) {
      Reading<Optional<Shown<OrderView>>> reading = Objects.requireNonNull(readings.get(id));
      reading.value().ifPresentOrElse(items::add, () -> missing.add(id));
      reflected = reflected.merge(reading.reflected());
      sources.addAll(reading.sources());
    }
    return new Reading<>(new Found(items, missing), reflected, sources);
  }
}
