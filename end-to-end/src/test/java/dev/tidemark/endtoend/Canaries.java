package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is personal or secret, sent wherever it can be, in requests that are accepted and in such
/// that are refused. Where any of it turns up but in its customer's own data, somebody reads it who
/// should not.
final class Canaries {
  /// Part of everything that is planted, and of nothing else.
  private static final String MARK = "c4n4ry";

  private static final String EMAIL = MARK + "@example.org";
  private static final String TEXT = MARK + ", 12 Canary Row, London";
  private static final String LAST_TRACE = "2cf7651916cd43dd8448eb211c80319c";

  private static final String PROFILE =
      "{\"email\":\"%s\",\"displayName\":\"%s\"}".formatted(EMAIL, TEXT);

  private static final String ORDER =
      """
      {"reference":"c4n4ry","currency":"GBP","lines":[
        {"sku":"tea","description":"%s","quantity":1,"unitPrice":"3.50"}]}\
      """
          .formatted(TEXT);

  private final RunningTidemark tidemark;
  private final List<String> secrets = new ArrayList<>();
  private int keys;

  Canaries(RunningTidemark tidemark) {
    this.tidemark = tidemark;
  }

  /// Each command in turn, and each of them with something wrong.
  void plant() {
    accepted("POST", "/v1/users", PROFILE.replace("{", "{\"username\":\"canary\","));
    accepted("PATCH", "/v1/users/canary", PROFILE.replace("Row", "Road"));
    var session = accepted("POST", "/v1/users/canary/sessions", "{}");
    keepSecret(session);
    var ofSession = "/v1/sessions/" + session.json().required("sessionId").asString();
    accepted("POST", ofSession + "/touch", "{}");
    accepted("DELETE", ofSession, "");
    var paid = order();
    accepted("POST", paid + "/payment", "{}");
    accepted("POST", paid + "/shipment", reasons("carrier", "trackingCode"));
    accepted("POST", paid + "/delivery", "{}");
    accepted("POST", paid + "/refunds", reasons("reason"));
    accepted("POST", order() + "/cancellation", reasons("reason"));
    accepted("POST", "/v1/users/canary/deactivation", reasons("reason"));
    accepted("POST", "/v1/users/canary/reactivation", "{}");
    wrong(PROFILE).forEach(body -> refused("PATCH", "/v1/users/canary", body));
    wrong(PROFILE).forEach(body -> refused("POST", "/v1/users", body));
    wrong(ORDER).forEach(body -> refused("POST", "/v1/users/canary/orders", body));
    Stream.of("payment", "shipment", "delivery", "cancellation", "refunds")
        .forEach(verb ->
            wrong(reasons("reason", "carrier"))
                .forEach(body -> refused("POST", paid + "/" + verb, body)));
    Stream.of("deactivation", "reactivation", "sessions")
        .forEach(verb ->
            wrong(reasons("reason"))
                .forEach(body -> refused("POST", "/v1/users/canary/" + verb, body)));
    bulk();
    read();
  }

  /// One more command that is accepted.
  void plantOneMore() {
    accepted("PATCH", "/v1/users/canary", PROFILE.replace("Row", "Lane"));
  }

  /// Whether what was sent last has arrived as spans, and so all that came before it.
  boolean areTracedIn(Collector collector) {
    return collector.names(LAST_TRACE).contains("GET /v1/users/{username}");
  }

  void assertAbsent(String where, String text) {
    assertThat(text.lines().filter(line -> line.contains(MARK))).as(where).isEmpty();
    secrets.forEach(secret ->
        assertThat(text.lines().filter(line -> line.contains(secret))).as(where).isEmpty());
  }

  /// The part of a session's token that nobody else can make.
  private void keepSecret(Http.Answer session) {
    var token = session.json().required("token").asString();
    secrets.add(token.substring(token.indexOf('.') + 1));
  }

  private String order() {
    var placed = accepted("POST", "/v1/users/canary/orders", ORDER);
    return "/v1/orders/" + placed.json().required("orderId").asString();
  }

  private static String reasons(String... fields) {
    var body = new StringBuilder();
    for (var field : fields) {
      body.append(body.isEmpty() ? "{" : ",")
          .append("\"%s\":\"%s\"".formatted(field, field.equals("carrier") ? MARK : TEXT));
    }
    return body.append('}').toString();
  }

  /// Broken, of wrong types, too long, with what must not be in it, with unknown fields.
  private static List<String> wrong(String body) {
    return List.of(
        body.substring(0, body.length() - 2),
        body + TEXT,
        body.replace("\"" + TEXT + "\"", "{\"is\":\"" + TEXT + "\"}"),
        body.replace("\"" + TEXT + "\"", "[\"" + TEXT + "\"]"),
        body.replace(TEXT, TEXT.repeat(100)),
        body.replace(TEXT, TEXT + "\\u0000"),
        body.replace(TEXT, TEXT + "\\ud800").replace(EMAIL, MARK),
        body.replaceFirst("\\{", "{\"unknown\":\"" + TEXT + "\","),
        body.replaceFirst("\\{", "{\"occurredAt\":\"" + TEXT + "\","));
  }

  private void bulk() {
    var line =
        "{\"command\":\"user.change-profile\",\"idempotencyKey\":\"b\",\"username\":\"canary\"";
    var lines = wrong(PROFILE).stream().map(body -> line + ",\"body\":" + body + "}").toList();
    var answer =
        send(
            tidemark
                .commands()
                .request("/v1/commands", "Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(String.join("\n", lines))));
    assertThat(answer.text().lines()).allMatch(told -> told.contains("\"status\":400"));
    assertAbsent("the answer to many commands", answer.text());
  }

  /// A customer who is looked for by the address.
  private void read() {
    var wanted = tidemark.queries().request("/v1/users/" + EMAIL.replace("@", "%40")).GET();
    assertThat(send(wanted).status()).isEqualTo(400);
    var answer =
        send(
            tidemark
                .queries()
                .request(
                    "/v1/users/canary",
                    "Consistency",
                    "strong",
                    "traceparent",
                    "00-" + LAST_TRACE + "-b7ad6b7169203331-01")
                .GET());
    assertThat(answer.json().required("email").asString()).isEqualTo(EMAIL);
  }

  private Http.Answer accepted(String method, String path, String body) {
    var answer = sent(method, path, body);
    assertThat(answer.status()).as(method + " " + path + ": " + answer.text()).isLessThan(300);
    return answer;
  }

  /// What is refused for what stands in it does not say what that was.
  private void refused(String method, String path, String body) {
    var answer = sent(method, path, body);
    assertThat(answer.status()).as(method + " " + path + " " + body).isBetween(400, 499);
    assertAbsent("the refusal of " + body, answer.text());
  }

  private Http.Answer sent(String method, String path, String body) {
    keys++;
    var request =
        tidemark
            .commands()
            .request(path, "Idempotency-Key", "canary-" + keys)
            .method(method, BodyPublishers.ofString(body));
    return send(body.isEmpty() ? request : request.setHeader("Content-Type", "application/json"));
  }

  private Http.Answer send(HttpRequest.Builder request) {
    return tidemark
        .commands()
        .send(
            request
                .setHeader("Authorization", "Bearer " + MARK)
                .setHeader("Cookie", "session=" + MARK));
  }
}
