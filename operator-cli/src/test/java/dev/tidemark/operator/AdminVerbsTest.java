package dev.tidemark.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.operator.verb.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs of operators against a server that answers as it is told.
class AdminVerbsTest {
  private record Canned(int status, String body) {}

  private final Map<String, Canned> answers = new ConcurrentHashMap<>();

  /// Before those, once each.
  private final Map<String, Canned> firstAnswers = new ConcurrentHashMap<>();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void lagIsATableAndWhatCouldNotBeAskedIsSaid() {
    answers.put(
        "/v1/admin/lag",
        new Canned(
            200,
            """
            {"shards":[{"shard":0,"behindRecords":12,"behindMs":1500,
              "log":{"users":4,"sessions":0,"orders":7},"postgres":{"users":4,"sessions":0,"orders":1},
              "parkedRecords":3,"worker":{"state":"POLLING"}}],
             "unavailable":{"redis":"Redis did not answer"}}
            """));

    assertThat(execute("lag")).isEqualTo(ExitCode.NOT_READY);
    assertThat(out.toString())
        .contains("0      12      1.5 s  4/0/7  4/0/1     ?      ?      3       POLLING")
        .contains("redis could not be asked: Redis did not answer");
  }

  @Test
  void anUnsafeTopicIsAFinding() {
    answers.put(
        "/v1/admin/topics?production=true",
        new Canned(
            200,
            """
            {"safe":false,"transactionVersion":2,"topics":[],"findings":[{"level":"unsafe",
             "topic":"orders.events","setting":"retention.ms","expected":"-1","actual":"604800000",
             "remedy":"kafka-configs …"}]}
            """));

    assertThat(execute("topics", "check", "--production")).isEqualTo(ExitCode.FINDINGS);
    assertThat(out.toString())
        .contains("UNSAFE: orders.events retention.ms: expected -1, but it is 604800000");
  }

  @Test
  void aShardThatNobodyServesIsNotReady() {
    answers.put(
        "/v1/admin/shards",
        new Canned(
            200,
            """
            {"shards":[{"shard":0,"owner":{"node":"n","endpoint":"http://h:1","term":4,
              "trouble":"it cannot be reached"},"standbys":[],"projectedBy":[]}]}
            """));

    assertThat(execute("shards")).isEqualTo(ExitCode.NOT_READY);
    assertThat(out.toString()).contains("http://h:1 does not answer: it cannot be reached");
  }

  @Test
  void aRefusalIsSaidInItsOwnWords() {
    answers.put(
        "/v1/admin/aggregates/users/nobody",
        new Canned(404, "{\"status\":404,\"detail\":\"Expected one of the users, but…\"}"));

    assertThat(execute("show", "user", "nobody")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).isEqualToIgnoringNewLines("Expected one of the users, but…");
  }

  @Test
  void aStoreThatDiffersIsAFinding() {
    answers.put(
        "/v1/admin/aggregates/orders/1",
        new Canned(
            200,
            """
            {"kind":"orders","id":"1","shard":0,"verdict":"differ","notes":["PostgreSQL: units"],
             "log":{"position":9,"events":[{"offset":7,"type":"order.placed.v1","data":"{}"}],
             "state":{"units":1}},"postgres":{"position":9,"sourceOffset":7,"row":{"units":2}},
             "redis":{"leaseMs":0,"cached":false}}
            """));

    assertThat(execute("show", "order", "1")).isEqualTo(ExitCode.FINDINGS);
    assertThat(out.toString())
        .contains("order 1, shard 0: DIFFER", "PostgreSQL: units", "order.placed.v1");
  }

  @Test
  void aServiceThatCannotAnswerNowOrAtAllIsToldFromOneThatRefuses() {
    answers.put("/v1/admin/lag", new Canned(503, "{\"detail\":\"busy\"}"));
    assertThat(execute("lag")).isEqualTo(ExitCode.NO_ANSWER);
    server.stop(0);
    assertThat(execute("lag")).isEqualTo(ExitCode.NO_ANSWER);
    assertThat(err.toString()).contains("busy", "Expected an answer from");
  }

  @Test
  void tailPrintsWhatThereIsAndWhereToGoOn() {
    answers.put(
        "/v1/changes?username=ada&after=AQ",
        new Canned(
            200,
            """
            retry: 2000
            id: A

            :
            id: A2

            id: B
            event: user.registered.v1
            data: {"subject":"ada","username":"ada","sequence":1,"data":{"username":"ada"}}

            id: C
            event: order.paid.v1
            data: {"subject":"o","username":"ada","sequence":2,"data":{}}

            : caught-up
            id: D

            """));

    assertThat(execute("tail", "--from", "start", "--user", "ada", "--type", "order.paid"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("order.paid.v1").doesNotContain("user.registered");
    assertThat(err.toString()).contains("--from D");
  }

  @Test
  void tailNeedsAPlaceOrToFollow() {
    assertThat(execute("tail")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Expected --from");
  }

  @Test
  void aUrlThatNamesNoServerIsRefused() {
    for (String url : List.of("localhost:18082", "http:///x", "/x", "ftp://h")) {
      assertThat(executeAt(url, "lag")).as(url).isEqualTo(ExitCode.USAGE);
      assertThat(executeAt(url, "tail", "--follow")).as(url).isEqualTo(ExitCode.USAGE);
    }
    assertThat(err.toString()).contains("Expected --url such as http", "but was ftp://h");
  }

  @Test
  void aJobIsFollowedWhileTheServiceIsAwayAndDamageBehindTheFirstFindingsCounts() {
    String path = "/v1/admin/verifications/00000000-0000-0000-0000-00000000000a";
    String job = "{\"id\":\"00000000-0000-0000-0000-00000000000a\",\"state\":\"%s\",\"left\":%d}";
    answers.put(
        "/v1/admin/verifications?sample=1000", new Canned(201, job.formatted("running", 0)));
    firstAnswers.put(path, new Canned(503, "{\"detail\":\"busy\"}"));
    answers.put(path, new Canned(200, job.formatted("done", 1)));
    assertThat(execute("verify")).isEqualTo(ExitCode.FINDINGS);
    answers.put(path, new Canned(200, job.formatted("done", 0)));
    assertThat(execute("verify")).isEqualTo(ExitCode.OK);
  }

  @Test
  void aJobIsEitherFollowedOrCancelledByItsId() {
    String id = "00000000-0000-0000-0000-00000000000a";
    assertThat(execute("verify", "--follow", id, "--cancel", id)).isEqualTo(ExitCode.USAGE);
    assertThat(execute("verify", "--follow", "../lag")).isEqualTo(ExitCode.USAGE);
    answers.put("/v1/admin/verifications/" + id, new Canned(200, "{\"state\":\"cancelled\"}"));
    assertThat(execute("verify", "--follow", id)).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("cancelled: read 0 records");
  }

  @Test
  void pruningWaitsOnlyForWhatWasNamed() {
    answers.put("/v1/admin/generations/2/pruning", new Canned(200, "{}"));
    answers.put(
        "/v1/admin/generations",
        new Canned(
            200,
            """
            {"generations":[{"generation":2,"state":"pruned"},{"generation":3,"state":"pruning"}]}
            """));

    assertThat(execute("prune", "2")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("Pruned [2].");
  }

  @Test
  void anExportIsCheckedWithoutASystem() {
    answers.put(
        "/v1/admin/log",
        new Canned(
            200,
            """
            {"at":"2026-01-01T00:00:00Z","identity":"log","shards":1,"stretches":[
             {"topic":"users.events","shard":0,"begin":0,"end":0}]}
            """));
    assertThat(execute("export", folder.toString())).isZero();
    server.stop(0);

    assertThat(execute("export", folder.toString(), "--check")).isZero();
    assertThat(out.toString()).contains("0 records: all as the manifest says");
  }

  @Test
  void anotherLogIsNotAddedToAnExport() {
    String extent =
        """
        {"at":"2026-01-01T00:00:00Z","identity":"%s","shards":1,"stretches":[]}
        """;
    answers.put("/v1/admin/log", new Canned(200, extent.formatted("one")));
    assertThat(execute("export", folder.toString())).isZero();
    answers.put("/v1/admin/log", new Canned(200, extent.formatted("other")));

    assertThat(execute("export", folder.toString())).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("the identity one", "has other");
  }

  private void answer(HttpExchange exchange) throws IOException {
    var asked = exchange.getRequestURI().toString();
    var first = firstAnswers.remove(asked);
    var answer = first != null ? first : answers.getOrDefault(asked, new Canned(404, "nothing"));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private int execute(String... arguments) {
    return executeAt("http://127.0.0.1:" + server.getAddress().getPort(), arguments);
  }

  private int executeAt(String url, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", url));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
