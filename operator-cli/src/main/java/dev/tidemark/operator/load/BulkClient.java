package dev.tidemark.operator.load;

import dev.tidemark.events.consistency.ConsistencyToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Posts commands to `/v1/commands` of several servers, each of which takes any. Whatever goes
/// wrong on the way leaves commands [undecided][Answer.Undecided]; nothing is tried again here.
final class BulkClient implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final int OK = 200;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int CLIENT_ERROR = 400;

  /// What a request came to.
  ///
  /// @param answers one for each command, in their order
  /// @param token covers what was applied
  record Reply(List<Answer> answers, ConsistencyToken token) {}

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_MAX)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final List<URI> servers;

  /// @param bases such as `http://127.0.0.1:7070`, at least one
  BulkClient(List<URI> bases) {
    servers = bases.stream().map(base -> base.resolve("/v1/commands")).toList();
  }

  /// @param server whom to ask: any number counts, going round
  /// @throws IllegalStateException if the other side is not what this client was made for
  Reply post(int server, List<BulkLine> lines) throws InterruptedException {
    var commands = servers.get(Math.floorMod(server, servers.size()));
    var body = lines.stream().map(line -> line.json() + "\n").collect(Collectors.joining());
    var request =
        HttpRequest.newBuilder(commands)
            .timeout(REQUEST_MAX)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return read(lines, commands, http.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      return undecided(lines, "no answer from " + commands + " (" + e + ")");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private Reply read(List<BulkLine> lines, URI commands, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    var text = new String(response.body(), StandardCharsets.UTF_8);
    if (isUndecided(status)) {
      return undecided(lines, commands + " answered " + status + " " + text.strip());
    }
    if (status != OK) {
      throw new IllegalStateException(
          "Expected %s to take commands, but it answered %d: %s"
              .formatted(commands, status, text.strip()));
    }
    var answers = text.lines().toList();
    return new Reply(
        IntStream.range(0, lines.size())
            .mapToObj(i ->
                i < answers.size()
                    ? answer(lines.get(i), answers.get(i))
                    : new Answer.Undecided("the answer ends before its line"))
            .toList(),
        response
            .headers()
            .firstValue("Consistency-Token")
            .map(ConsistencyToken::decode)
            .orElse(ConsistencyToken.EMPTY));
  }

  private Answer answer(BulkLine line, String json) {
    JsonNode answer;
    try {
      answer = JSON.readTree(json);
    } catch (JacksonException e) {
      return new Answer.Undecided("the answer breaks off within its line");
    }
    int status = answer.path("status").asInt(0);
    var body = answer.path("body");
    if (isUndecided(status)) {
      return new Answer.Undecided(body.path("detail").asString("status " + status));
    }
    if (!answer.path("idempotencyKey").asString("").equals(line.key())) {
      throw new IllegalStateException(
          "Expected the answer to %s, but was %s".formatted(line.key(), json));
    }
    if (status >= CLIENT_ERROR) {
      return new Answer.Refused(
          body.path("code").asString(String.valueOf(status)), body.path("detail").asString(""));
    }
    return new Answer.Applied(
        answer.path("replayed").asBoolean(false), body.path("orderId").asString(""));
  }

  private static boolean isUndecided(int status) {
    return status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
  }

  private static Reply undecided(List<BulkLine> lines, String why) {
    return new Reply(
        Collections.nCopies(lines.size(), new Answer.Undecided(why)), ConsistencyToken.EMPTY);
  }
}
