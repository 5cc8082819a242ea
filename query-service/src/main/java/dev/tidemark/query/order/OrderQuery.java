package dev.tidemark.query.order;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.http.Choices;
import dev.tidemark.query.http.Cursor;
import dev.tidemark.query.http.Numbers;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.store.Keyset;
import dev.tidemark.query.store.OrderFilter;
import dev.tidemark.query.store.OrderSort;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.OrderView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which orders a request asks for, in which order, and which page of them.
record OrderQuery(OrderFilter filter, OrderSort sort, Page<Keyset> page) {
  static final String USERNAME = "username";

  private static final List<String> SORTS = List.of("-placedAt", "placedAt", "-total", "total");

  /// What lists of orders are filtered and sorted by, beside the username and the page.
  static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.query("status", Choices.shape(OrderStatus.class), "Any of these").repeatable(),
          Parameter.query("country", Shape.of(Country.class), "Where it counts as a sale"),
          Parameter.query("from", Shape.of(Instant.class), "Placed at this time or later"),
          Parameter.query("to", Shape.of(Instant.class), "Placed before this time"),
          Parameter.query("currency", Shape.of(CurrencyCode.class), "In this currency"),
          Parameter.query("totalMin", Shape.of(Amount.class), "At least; needs currency"),
          Parameter.query("totalMax", Shape.of(Amount.class), "At most; needs currency"),
          Parameter.query("sku", Shape.of(Sku.class), "On any of its lines"),
          Parameter.query(
              "sort", new Shape.OneOf(SORTS), "-placedAt if absent; total needs currency"));

  /// The names of all parameters that a search may have.
  static Stream<String> names() {
    return Stream.concat(
        Stream.of(USERNAME, Page.LIMIT, Page.AFTER), PARAMETERS.stream().map(Parameter::name));
  }

  /// @param username whose orders; empty: everybody's
  static OrderQuery of(Request request, Optional<Username> username) {
    OrderFilter filter = checked(filter(request, username));
    OrderSort sort = request.parameter("sort", OrderQuery::sort).orElse(OrderSort.NEWEST_FIRST);
    if (sort.byTotal() && filter.currency().isEmpty()) {
      throw currencyMissing("to sort by total");
    }
    Page<Keyset> page =
        Page.of(
            request,
            "orders " + filter + " " + sort,
            cursor -> sort.byTotal() ? cursor.byAmount() : cursor.byTime());
    return new OrderQuery(filter, sort, page);
  }

  Page.Items<OrderView> items(List<OrderView> orders) {
    return page.items(orders, this::cursor, order -> order);
  }

  private Cursor cursor(OrderView order) {
    var id = order.orderId().value();
    return sort.byTotal() ? Cursor.behind(order.total(), id) : Cursor.behind(order.placedAt(), id);
  }

  private static OrderFilter filter(Request request, Optional<Username> username) {
    return new OrderFilter(
        new TreeSet<>(request.parameters("status", text -> Choices.of(OrderStatus.class, text))),
        request.parameter("country", Country::new),
        username,
        request.parameter("from", Numbers::instant),
        request.parameter("to", Numbers::instant),
        request.parameter("currency", CurrencyCode::new),
        request.parameter("totalMin", Amount::parse),
        request.parameter("totalMax", Amount::parse),
        request.parameter("sku", Sku::new));
  }

  private static OrderFilter checked(OrderFilter filter) {
    boolean backwards =
        filter.from().isPresent()
            && filter.to().isPresent()
            && !filter.from().get().isBefore(filter.to().get());
    if (backwards) {
      throw Problem.invalidField("to", "Expected a time after from, but it is not").exception();
    }
    boolean byTotal = filter.totalMin().isPresent() || filter.totalMax().isPresent();
    if (byTotal && filter.currency().isEmpty()) {
      throw currencyMissing("beside totalMin and totalMax");
    }
    boolean reversed =
        filter.totalMin().isPresent()
            && filter.totalMax().isPresent()
            && filter.totalMin().get().compareTo(filter.totalMax().get()) > 0;
    if (reversed) {
      throw Problem.invalidField("totalMax", "Expected at least totalMin, but it is less")
          .exception();
    }
    return filter;
  }

  private static OrderSort sort(String text) {
    return switch (text) {
      case "-placedAt" -> OrderSort.NEWEST_FIRST;
      case "placedAt" -> OrderSort.OLDEST_FIRST;
      case "-total" -> OrderSort.LARGEST_FIRST;
      case "total" -> OrderSort.SMALLEST_FIRST;
      case String _ ->
          throw new InvalidValueException(
              "Expected one of -placedAt, placedAt, -total, total, but was another text");
    };
  }

  private static RuntimeException currencyMissing(String why) {
    return Problem.invalidField("currency", "Expected one " + why + ", but there is none")
        .exception();
  }
}
