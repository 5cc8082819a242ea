package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks one service, once, within bounds. Whatever is not the answer ends the verb with a [Failure]
/// that says what the service said:
///
/// | it | exit code |
/// | --- | --- |
/// | does not answer, or says that it cannot now (408, 429, 502, 503, 504) | `NO_ANSWER` |
/// | refuses (any other 4xx) | `REFUSED` |
/// | fails (any other status) | `FAILED` |
public final class AdminClient implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /// Until its head has come.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /// Until all of it has come.
  private static final Duration WHOLE_ANSWER_MAX = Duration.ofSeconds(60);

  /// Of a stream that does not begin.
  private static final int REFUSAL_BYTES_MAX = 64 << 10;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_MAX)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final URI base;

  /// @param base such as `http://127.0.0.1:18082`
  public AdminClient(URI base) {
    this.base = base;
  }

  /// @param path with its query, encoded
  public JsonNode get(String path) throws InterruptedException {
    return json(path, whole(request(path).GET()));
  }

  /// @param body JSON, or empty for none
  public JsonNode post(String path, String body) throws InterruptedException {
    var request = request(path);
    if (body.isEmpty()) {
      request.POST(BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
    return json(path, whole(request));
  }

  /// @param body of this type
  public JsonNode post(String path, String mediaType, byte[] body) throws InterruptedException {
    var post = BodyPublishers.ofByteArray(body);
    return json(path, whole(request(path).header("Content-Type", mediaType).POST(post)));
  }

  public JsonNode delete(String path) throws InterruptedException {
    return json(path, whole(request(path).DELETE()));
  }

  /// What comes as long as it comes: the bound is on its beginning. To be closed by the caller.
  public HttpResponse<InputStream> stream(String path) throws InterruptedException {
    try {
      var response = http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
      if (isSuccess(response)) {
        return response;
      }
      try (var body = response.body()) {
        throw failure(response, body.readNBytes(REFUSAL_BYTES_MAX));
      }
    } catch (IOException e) {
      throw noAnswer(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER_MAX);
  }

  private byte[] whole(HttpRequest.Builder request) throws InterruptedException {
    var coming = http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    try {
      var response = coming.get(WHOLE_ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
      if (isSuccess(response)) {
        return response.body();
      }
      throw failure(response, response.body());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException why) {
        throw noAnswer(why);
      }
      throw new IllegalStateException("Expected an answer or none from " + base, e);
    } catch (TimeoutException e) {
      coming.cancel(true);
      throw noAnswer(
          new IOException("it goes on for more than " + WHOLE_ANSWER_MAX.toSeconds() + " s", e));
    }
  }

  private static boolean isSuccess(HttpResponse<?> response) {
    return response.statusCode() / 100 == 2;
  }

  private JsonNode json(String path, byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new Failure(
          ExitCode.FAILED, "Expected JSON from %s, but: %s".formatted(base.resolve(path), e));
    }
  }

  private Failure noAnswer(IOException e) {
    var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new Failure(
        ExitCode.NO_ANSWER,
        "Expected an answer from %s, but there is none: %s".formatted(base, why));
  }

  private static Failure failure(HttpResponse<?> response, byte[] body) {
    int status = response.statusCode();
    String said = said(new String(body, StandardCharsets.UTF_8));
    return new Failure(
        switch (status) {
          case 408, 429, 502, 503, 504 -> ExitCode.NO_ANSWER;
          default -> status / 100 == 4 ? ExitCode.REFUSED : ExitCode.FAILED;
        },
        said.isEmpty() ? "%s answered %d".formatted(response.uri(), status) : said);
  }

  /// A problem's detail and what it names wrong; any other text as it is.
  private static String said(String body) {
    final JsonNode problem;
    try {
      problem = JSON.readTree(body);
    } catch (JacksonException e) {
      return body.strip();
    }
    String detail = problem.path("detail").asString("");
    String errors =
        StreamSupport.stream(problem.path("errors").spliterator(), false)
            .map(error -> error.path("field").asString("") + ": " + error.path("rule").asString(""))
            .filter(error -> !detail.equals(error))
            .map(error -> "\n  " + error)
            .collect(Collectors.joining());
    return detail.isEmpty() ? body.strip() : detail + errors;
  }
}
