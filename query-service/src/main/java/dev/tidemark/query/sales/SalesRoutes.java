package dev.tidemark.query.sales;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Choices;
import dev.tidemark.query.http.Described;
import dev.tidemark.query.http.Numbers;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.SaleRows;
import dev.tidemark.query.store.SaleRows.Grouping;
import dev.tidemark.query.store.SaleRows.Sale;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `GET /v1/sales?by=…`: what was ordered, and what of it was paid back, by country, month,
/// customer or several of them. Of different currencies nothing is added up.
public final class SalesRoutes {
  private static final String BY = "by";
  private static final String CURRENCY = "currency";
  private static final int LIMIT_MAX = 1_000;
  private static final int LIMIT_BY_DEFAULT = 100;
  private static final int DECIMALS_MIN = 2;

  /// As it is answered.
  ///
  /// @param country absent if sums are not by country, or where none is known
  /// @param month absent if sums are not by month
  /// @param customer absent if sums are not by customer
  /// @param revenue without the limit of amounts: sums may be larger
  private record Sold(
      @Nullable String country,
      @Nullable String month,
      @Nullable String customer,
      long orders,
      long units,
      String revenue,
      String refunded,
      String currency) {}

  /// As it is answered.
  private record Sales(List<Sold> items) {}

  private final FreshReads fresh;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;

  public SalesRoutes(FreshReads fresh, int shards, Tokens tokens, Replies replies) {
    this.fresh = fresh;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/sales", Role.AUDITOR, this::sums)
            .described(
                Described.read("Sums of orders", Shape.of(Sales.class))
                    .with(
                        Parameter.query(
                                BY, Shape.text(), "country, month, customer or several: a,b")
                            .mandatory(),
                        Parameter.query(
                            CURRENCY, Shape.of(CurrencyCode.class), "Only this currency"),
                        Parameter.query(
                            Page.LIMIT,
                            new Shape.Whole(1, LIMIT_MAX),
                            "How many at most; 100 if absent"))));
  }

  private Answer sums(Request request) {
    SortedSet<Grouping> by =
        request
            .parameter(BY, SalesRoutes::groupings)
            .orElseThrow(() ->
                Problem.invalidField(BY, "Expected country, month, customer or several of them")
                    .exception());
    Optional<CurrencyCode> currency = request.parameter(CURRENCY, CurrencyCode::new);
    int limit =
        request
            .parameter(Page.LIMIT, text -> Numbers.within(text, 1, LIMIT_MAX))
            .orElse(LIMIT_BY_DEFAULT);
    Scope scope = Scope.everyShard(EventTopic.ORDERS, shards);
    Reading<List<Sale>> reading =
        fresh.list(tokens.of(request), scope, SaleRows.sums(by, currency, limit));
    return replies.list(
        request, reading.map(sales -> new Sales(sales.stream().map(SalesRoutes::shown).toList())));
  }

  private static SortedSet<Grouping> groupings(String text) {
    var groupings = new TreeSet<Grouping>();
    for (String name : text.split(",", -1)) {
      if (!groupings.add(Choices.of(Grouping.class, name))) {
        throw new InvalidValueException("Expected " + name + " once, but it is there twice");
      }
    }
    return groupings;
  }

  private static Sold shown(Sale sale) {
    String country = sale.keys().get(Grouping.COUNTRY);
    return new Sold(
        country == null || country.isEmpty() ? null : country,
        sale.keys().get(Grouping.MONTH),
        sale.keys().get(Grouping.CUSTOMER),
        sale.orders(),
        sale.units(),
        amount(sale.revenue()),
        amount(sale.refunded()),
        sale.currency());
  }

  private static String amount(BigDecimal sum) {
    BigDecimal stripped = sum.stripTrailingZeros();
    return stripped.setScale(Math.max(DECIMALS_MIN, stripped.scale())).toPlainString();
  }
}
