package dev.tidemark.query.sales;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Numbers;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.SaleRows;
import dev.tidemark.query.store.SaleRows.Grouping;
import dev.tidemark.query.store.SaleRows.Sale;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.Problem;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `GET /v1/sales?by=country|month|customer`: what was ordered, and what of it was paid back. Of
/// different currencies nothing is added up.
public final class SalesRoutes {
  private static final int LIMIT_MAX = 1_000;
  private static final int LIMIT_BY_DEFAULT = 100;
  private static final int DECIMALS_MIN = 2;

  /// As it is answered.
  private record Sales(List<Map<String, Object>> items) {}

  private final SaleRows rows;
  private final FreshReads fresh;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;

  public SalesRoutes(SaleRows rows, FreshReads fresh, int shards, Tokens tokens, Replies replies) {
    this.rows = rows;
    this.fresh = fresh;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/sales", Role.AUDITOR, this::sums)
            .taking("by", "currency", Page.LIMIT));
  }

  private Answer sums(Request request) {
    Grouping by =
        request
            .parameter("by", SalesRoutes::grouping)
            .orElseThrow(() ->
                Problem.invalidField("by", "Expected country, month or customer").exception());
    Optional<CurrencyCode> currency = request.parameter("currency", CurrencyCode::new);
    int limit =
        request
            .parameter(Page.LIMIT, text -> Numbers.within(text, 1, LIMIT_MAX))
            .orElse(LIMIT_BY_DEFAULT);
    Scope scope = Scope.everyShard(EventTopic.ORDERS, shards);
    Reading<List<Sale>> reading =
        fresh.read(tokens.of(request), scope, () -> rows.sums(by, currency, limit, scope));
    return replies.list(
        request,
        reading.map(sales -> new Sales(sales.stream().map(sale -> shown(by, sale)).toList())));
  }

  private static Grouping grouping(String text) {
    return switch (text) {
      case "country" -> Grouping.COUNTRY;
      case "month" -> Grouping.MONTH;
      case "customer" -> Grouping.CUSTOMER;
      case String _ ->
          throw new InvalidValueException(
              "Expected country, month or customer, but was another text");
    };
  }

  /// The key is named by what it is; an unknown country is left out.
  private static Map<String, Object> shown(Grouping by, Sale sale) {
    var item = new LinkedHashMap<String, Object>();
    if (!sale.key().isEmpty()) {
      item.put(by.name().toLowerCase(Locale.ROOT), sale.key());
    }
    item.put("orders", sale.orders());
    item.put("units", sale.units());
    item.put("revenue", amount(sale.revenue()));
    item.put("refunded", amount(sale.refunded()));
    item.put("currency", sale.currency());
    return item;
  }

  /// As amounts are written everywhere, but without their limit: sums may be larger.
  private static String amount(BigDecimal sum) {
    BigDecimal stripped = sum.stripTrailingZeros();
    return stripped.setScale(Math.max(DECIMALS_MIN, stripped.scale())).toPlainString();
  }
}
