package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.views.OrderProgress;
import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.OrderView;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Orders are found as a plain loop over all of them would find them.
class OrderSearchIT {
  private static final List<String> NAMES = List.of("anna", "bert", "carla");
  private static final List<String> COUNTRIES = List.of("Germany", "France");
  private static final List<String> CURRENCIES = List.of("GBP", "EUR");
  private static final List<String> SKUS = List.of("tea", "22423", "a b&c=+%");
  private static final int ORDERS = 150;
  private static final int MINUTES = 40;

  private static final List<OrderView> ORDERED = new ArrayList<>();

  /// The largest first.
  private static final List<OrderView> YEN =
      Stream.of("999999999999999.9999", "999999999999999.9998", "0.0001")
          .map(total -> yen(Samples.order("zoe", Samples.NOON), total))
          .toList();

  private static final Random SEEDS = new Random();

  private static Tables tables;
  private static RunningQueries queries;

  /// A question, and what it lets through.
  private record Asked(List<String> parameters, List<Predicate<OrderView>> filters) {
    void add(String name, Object value, Predicate<OrderView> filter) {
      parameters.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
      filters.add(filter);
    }

    String path() {
      return "/v1/orders?" + String.join("&", parameters);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    String url = postgres.createDatabase("order_search");
    tables = Tables.create(postgres, url, "views_g1");
    queries = new RunningQueries(postgres, url, RunningQueries.redisOfNobody(), Map.of());
    var random = new Random(5);
    for (int i = 0; i < ORDERS; i++) {
      ORDERED.add(order(random));
    }
    ORDERED.addAll(YEN);
    for (OrderView order : ORDERED) {
      tables.order(order, 0, 1);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    queries.close();
    tables.close();
  }

  @RepeatedTest(40)
  void whatIsAskedForIsFoundInOrderAndOnceEach() throws Exception {
    long seed = SEEDS.nextLong();
    var random = new Random(seed);
    var asked = new Asked(new ArrayList<>(), new ArrayList<>());
    addFilters(asked, random);
    Comparator<OrderView> sort = addSort(asked, random);
    List<String> expected =
        ORDERED.stream()
            .filter(order -> asked.filters().stream().allMatch(each -> each.test(order)))
            .sorted(sort)
            .map(order -> order.orderId().toString())
            .toList();

    asked.parameters().add("limit=" + (1 + random.nextInt(30)));
    assertThat(follow(asked.path())).as("seed %d: %s", seed, asked.path()).isEqualTo(expected);
  }

  @Test
  void aLinkLeadsToTheNextPageWithAllThatWasAskedFor() throws Exception {
    String path = "/v1/orders?status=paid&status=placed&sku=a+b%26c%3D%2B%25&limit=1";
    var first = queries.get(path);
    String next = first.body().get("next").asString();
    assertThat(first.header("Link"))
        .isEqualTo(
            "</v1/orders?status=paid&status=placed&sku=a+b%26c%3D%2B%25&limit=1&after="
                + next
                + ">; rel=\"next\"");
    var second = queries.get(target(first.header("Link")));
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("Link")).doesNotContain(next);
    assertThat(queries.get("/v1/orders?limit=500").header("Link")).isEmpty();
  }

  @Test
  void theOrdersOfAUserAreFilteredAndSortedToo() throws Exception {
    String filters = "?currency=GBP&totalMin=3.00&sort=-total&limit=500&status=paid";
    var ofUser = queries.get("/v1/users/anna/orders" + filters);
    var searched = queries.get("/v1/orders" + filters + "&username=anna");
    assertThat(ofUser.body()).isEqualTo(searched.body());
    assertThat(ofUser.body().get("items")).isNotEmpty();
  }

  @Test
  void theLargestAmountsAreFollowedByTheirCursors() throws Exception {
    assertThat(follow("/v1/orders?currency=JPY&sort=-total&limit=1"))
        .isEqualTo(YEN.stream().map(order -> order.orderId().toString()).toList());
  }

  /// Follows links until there is none.
  private static List<String> follow(String path) throws Exception {
    var found = new ArrayList<String>();
    String target = path;
    for (int page = 1; page <= ORDERED.size() + 1 && !target.isEmpty(); page++) {
      var answer = queries.get(target);
      assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
      answer.body().get("items").forEach(order -> found.add(order.get("orderId").asString()));
      target = answer.header("Link").isEmpty() ? "" : target(answer.header("Link"));
    }
    return found;
  }

  private static String target(String link) {
    return link.substring(1, link.indexOf('>'));
  }

  private static void addFilters(Asked asked, Random random) {
    var statuses = new TreeSet<OrderStatus>();
    for (int i = random.nextInt(4); i > 0; i--) {
      statuses.add(any(List.of(OrderStatus.values()), random));
    }
    for (OrderStatus status : statuses) {
      String name = status.name().toLowerCase(Locale.ROOT);
      asked.add("status", name, order -> statuses.contains(order.status()));
    }
    if (random.nextInt(3) == 0) {
      var country = new Country(any(COUNTRIES, random));
      asked.add("country", country, order -> country.equals(order.country()));
    }
    if (random.nextInt(3) == 0) {
      var username = new Username(any(NAMES, random));
      asked.add("username", username, order -> order.username().equals(username));
    }
    if (random.nextInt(3) == 0) {
      var from = Samples.NOON.plusSeconds(60L * random.nextInt(MINUTES / 2));
      asked.add("from", from, order -> !order.placedAt().isBefore(from));
    }
    if (random.nextInt(3) == 0) {
      var to = Samples.NOON.plusSeconds(60L * (MINUTES / 2 + random.nextInt(MINUTES / 2)));
      asked.add("to", to, order -> order.placedAt().isBefore(to));
    }
    if (random.nextInt(3) == 0) {
      var sku = new Sku(any(SKUS, random));
      asked.add(
          "sku",
          sku,
          order ->
              Objects.requireNonNull(order.lines()).stream()
                  .anyMatch(line -> line.sku().equals(sku)));
    }
  }

  private static Comparator<OrderView> addSort(Asked asked, Random random) {
    boolean byTotal = random.nextBoolean();
    boolean descending = random.nextBoolean();
    if (byTotal) {
      var currency = new CurrencyCode(any(CURRENCIES, random));
      asked.add("currency", currency, order -> order.currency().equals(currency));
      Amount least = Amount.parse("" + random.nextInt(4));
      asked.add("totalMin", least, order -> order.total().compareTo(least) >= 0);
      Amount most = Amount.parse("" + (4 + random.nextInt(4)));
      asked.add("totalMax", most, order -> order.total().compareTo(most) <= 0);
    }
    asked.parameters().add("sort=" + (descending ? "-" : "") + (byTotal ? "total" : "placedAt"));
    Comparator<OrderView> first =
        byTotal
            ? Comparator.comparing(OrderView::total)
            : Comparator.comparing(OrderView::placedAt);
    // As text, since java.util.UUID compares as if its halves had a sign.
    Comparator<OrderView> sort = first.thenComparing(order -> order.orderId().toString());
    return descending ? sort.reversed() : sort;
  }

  private static OrderView order(Random random) {
    var name = new Username(any(NAMES, random));
    var placedAt = Samples.NOON.plusSeconds(60L * random.nextInt(MINUTES));
    var lines = new ArrayList<OrderLine>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      var sku = new Sku(any(SKUS, random));
      lines.add(new OrderLine(sku, new Description(""), 1, Amount.parse("0.5")));
    }
    return new OrderView(
        OrderId.mint(name.slot(), placedAt, random),
        name,
        null,
        any(List.of(OrderStatus.values()), random),
        random.nextInt(4) == 0 ? null : new Country(any(COUNTRIES, random)),
        new CurrencyCode(any(CURRENCIES, random)),
        new Amount(new BigDecimal(random.nextInt(32)).multiply(new BigDecimal("0.25"))),
        Amount.ZERO,
        Amount.ZERO,
        lines.size(),
        lines.size(),
        lines,
        placedAt,
        OrderProgress.NONE,
        placedAt,
        1);
  }

  private static OrderView yen(OrderView order, String total) {
    return new OrderView(
        order.orderId(),
        order.username(),
        null,
        order.status(),
        order.country(),
        new CurrencyCode("JPY"),
        Amount.parse(total),
        Amount.ZERO,
        Amount.ZERO,
        order.units(),
        order.lineCount(),
        order.lines(),
        order.placedAt(),
        order.progress(),
        order.updatedAt(),
        order.version());
  }

  private static <T> T any(List<T> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }
}
