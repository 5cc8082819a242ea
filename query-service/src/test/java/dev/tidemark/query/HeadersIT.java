package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.runtime.StartupException;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the headers of every kind of answer say to caches.
class HeadersIT {
  private static final String NOBODY = "01313be2-8a00-7000-8000-000000000000";
  private static final String VARY =
      "Authorization, Consistency, Consistency-Token, Accept-Encoding";
  private static final String SHARED = "/v1/sales?by=month";

  private static Tables tables;
  private static RunningQueries queries;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    url = postgres.createDatabase("headers");
    tables = Tables.create(postgres, url, "views_g1");
    queries =
        new RunningQueries(
            postgres,
            url,
            RunningQueries.redisOfNobody(),
            Map.of("QUERY_SHARED_CACHE", "/v1/sales, /v1/orders/{id}"));
    Whole.write(tables);
    for (int i = 0; i < 20; i++) {
      tables.order(Samples.order("anna", Samples.NOON), 0, 2);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    queries.close();
    tables.close();
  }

  /// One of every route.
  static List<String> reads() throws Exception {
    return new ApiDescription(queries.get("/openapi.json").body())
        .reads().stream().map(HeadersIT::target).toList();
  }

  @ParameterizedTest
  @MethodSource("reads")
  void aReadMayBeKeptByItsReaderAndIsAskedForAnew(String path) throws Exception {
    var answer = queries.text(path, "Consistency-Token", token(1));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-cache");
    assertThat(header(answer, "Vary")).isEqualTo(VARY);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Consistency-Token")).isNotEmpty();
    assertThat(header(answer, "Tidemark-Source")).isNotEmpty();
    assertThat(header(answer, "Age")).matches("[0-9]+");
    assertThat(header(answer, "Content-Length")).isEqualTo("" + answer.body().length());

    var head = head(path, "Consistency-Token", token(1));
    assertThat(head.body()).isEmpty();
    for (String name : List.of("ETag", "Content-Length", "Cache-Control", "Vary")) {
      assertThat(header(head, name)).as(name).isEqualTo(header(answer, name));
    }
  }

  @ParameterizedTest
  @MethodSource("reads")
  void whatDidNotChangeIsNotSentAgain(String path) throws Exception {
    var first = queries.text(path);
    var again = queries.text(path, "If-None-Match", header(first, "ETag"));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    for (String name : List.of("ETag", "Cache-Control", "Vary", "Consistency-Token")) {
      assertThat(header(again, name)).as(name).isEqualTo(header(first, name));
    }
    assertThat(queries.text(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("reads")
  void anErrorIsNotKept(String path) throws Exception {
    var refused = queries.text(path + (path.contains("?") ? "&" : "?") + "unknown=1");
    assertThat(refused.statusCode()).isEqualTo(400);
    var behind = queries.text(path, "Consistency-Token", token(1_000));
    assertThat(behind.statusCode()).isEqualTo(503);
    assertThat(header(behind, "Retry-After")).isEqualTo("1");
    for (var answer : List.of(refused, behind)) {
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
      assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(answer, "ETag")).isEmpty();
    }
  }

  @Test
  void whatIsNotThereMayCome() throws Exception {
    var absent = queries.text("/v1/orders/" + NOBODY);
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(header(absent, "Cache-Control")).isEqualTo("private, no-cache");
    assertThat(header(absent, "Vary")).isEqualTo(VARY);
    assertThat(header(absent, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(absent, "ETag")).isEmpty();
  }

  @Test
  void aChangedListHasAnotherTag() throws Exception {
    String path = "/v1/users/anna/sessions";
    String before = header(queries.text(path), "ETag");
    assertThat(before).startsWith("W/\"");
    tables.session(Samples.session("anna", Samples.NOON), 0, 2);
    var after = queries.text(path, "If-None-Match", before);
    assertThat(after.statusCode()).isEqualTo(200);

    // Time alone changes what it says.
    queries.now.set(Samples.NOON.plusSeconds(86_400));
    assertThat(queries.text(path, "If-None-Match", header(after, "ETag")).statusCode())
        .isEqualTo(200);
    queries.now.set(Samples.NOON);
  }

  @Test
  void longAnswersAreCompressed() throws Exception {
    String path = "/v1/orders";
    var request = queries.request(path, "Accept-Encoding", "gzip").build();
    var sent = queries.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    var plain = queries.text(path);

    assertThat(sent.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(sent.headers().firstValue("Content-Length")).hasValue("" + sent.body().length);
    byte[] body = new GZIPInputStream(new ByteArrayInputStream(sent.body())).readAllBytes();
    assertThat(body).isEqualTo(plain.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(sent.body().length).isLessThan(body.length / 3);
    assertThat(sent.headers().firstValue("ETag")).hasValue(header(plain, "ETag"));
    var head = head(path, "Accept-Encoding", "gzip");
    assertThat(header(head, "Content-Length")).isEqualTo("" + sent.body().length);
    assertThat(header(plain, "Content-Encoding")).isEmpty();
  }

  @Test
  void chosenAnswersMayBeKeptForAllWhoAskWithoutAToken() throws Exception {
    String control = "public, max-age=0, s-maxage=5, stale-while-revalidate=30";
    var shared = queries.text(SHARED);
    assertThat(header(shared, "Cache-Control")).isEqualTo(control);
    assertThat(header(shared, "Vary")).isEqualTo(VARY);
    assertThat(
            header(queries.text(SHARED, "If-None-Match", header(shared, "ETag")), "Cache-Control"))
        .isEqualTo(control);
    assertThat(header(queries.text("/v1/orders/" + Whole.ORDER.orderId()), "Cache-Control"))
        .isEqualTo(control);
    assertThat(header(queries.text("/v1/orders/" + NOBODY), "Cache-Control"))
        .isEqualTo("private, no-cache");
    for (String name : List.of("Consistency-Token", "Authorization")) {
      String value = name.equals("Authorization") ? "Bearer x" : token(1);
      assertThat(header(queries.text(SHARED, name, value), "Cache-Control"))
          .isEqualTo("private, no-cache");
    }
    assertThat(header(queries.text("/v1/counts"), "Cache-Control")).isEqualTo("private, no-cache");
  }

  @Test
  void aSharedRouteThatThereIsNotIsRefusedAtTheStart() {
    assertThatThrownBy(() ->
            new RunningQueries(
                LocalStack.shared().postgres(),
                url,
                RunningQueries.redisOfNobody(),
                Map.of("QUERY_SHARED_CACHE", "/v1/sale")))
        .isInstanceOf(StartupException.class)
        .hasMessage("QUERY_SHARED_CACHE must name routes as /v1/sales, but there is no /v1/sale");
  }

  private static HttpResponse<String> head(String path, String... headers) throws Exception {
    return queries.client.send(
        queries.request(path, headers).method("HEAD", BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return String.join(", ", answer.headers().allValues(name));
  }

  /// About all that the user has.
  private static String token(long offset) {
    ConsistencyToken token = ConsistencyToken.EMPTY;
    for (EventTopic topic : EventTopic.values()) {
      token = token.with(new Position(topic, Samples.shard(Whole.USER), offset));
    }
    return token.encode();
  }

  private static String target(String path) {
    String id =
        path.startsWith("/v1/sessions")
            ? Whole.SESSION.sessionId().toString()
            : Whole.ORDER.orderId().toString();
    String target = path.replace("{username}", Whole.USER.username().value()).replace("{id}", id);
    return path.equals("/v1/sales") ? target + "?by=country" : target;
  }
}
