package dev.tidemark.command;

import dev.tidemark.localstack.Ports;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command service inside the JVM of the test, wired as it wires itself.
public final class InProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Lifecycle lifecycle = new Lifecycle();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  /// @param environment as the service would find it, but for its port
  public InProcess(Map<String, String> environment) {
    int port = Ports.free();
    var complete = new HashMap<>(environment);
    complete.put("HTTP_PORT", String.valueOf(port));
    complete.put("HTTP_ADMIN_PORT", "0");
    // However slow the machine is: what is parked while a shard opens is decided.
    complete.put("COMMAND_PARK_MAX", "25s");
    complete.put("COMMAND_DEADLINE", "30s");
    complete.put("COMMAND_INBOX_WAIT_MAX", "30s");
    complete.put("HTTP_STOP_TIMEOUT", "40s");
    var settings = new Settings(complete, "COMMAND_");
    var config = CommandSettings.read(settings, "in-process");
    settings.refuseIfWrong();
    this.base = URI.create("http://127.0.0.1:" + port);
    try {
      Main.start(config, lifecycle);
      lifecycle.health().become(Health.Phase.SERVING, "started");
    } catch (RuntimeException e) {
      lifecycle.close();
      throw e;
    }
  }

  /// Sends commands as `POST /v1/commands` takes them.
  ///
  /// @return what is told of each, in order; all were accepted
  public List<JsonNode> accepted(String... commands) throws IOException, InterruptedException {
    HttpResponse<String> told =
        post("/v1/commands", "application/x-ndjson", String.join("\n", commands), Map.of());
    var answers = new ArrayList<JsonNode>();
    for (String line : told.body().lines().toList()) {
      JsonNode answer = JSON.readTree(line);
      if (answer.get("status").intValue() >= 300) {
        throw new IllegalStateException("Expected that it is accepted, but: " + line);
      }
      answers.add(answer.get("body"));
    }
    return answers;
  }

  /// Sends one command.
  public HttpResponse<String> post(
      String path, String contentType, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    lifecycle.close();
    http.close();
  }
}
