package dev.tidemark.runtime.http;

import dev.tidemark.runtime.health.Health;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/health/live`: the process answers, whatever else is wrong. `/health/started`: it has been
/// ready to serve once, and stays so. `/health/ready`: it can do its work now. All are outside the
/// bound on requests, since an overloaded process is still alive.
final class HealthRoutes {
  static final List<String> PATHS = List.of("/health/live", "/health/ready", "/health/started");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Health health;

  HealthRoutes(Health health) {
    this.health = health;
  }

  void register(JavalinConfig config) {
    config.routes.get("/health/live", HealthRoutes::live);
    config.routes.head("/health/live", HealthRoutes::live);
    config.routes.get("/health/ready", this::ready);
    config.routes.head("/health/ready", this::ready);
    config.routes.get("/health/started", this::started);
    config.routes.head("/health/started", this::started);
  }

  private static void live(Context context) {
    ObjectNode body = MAPPER.createObjectNode().put("status", "live");
    send(context, 200, body);
  }

  private void started(Context context) {
    boolean started = health.hasStarted();
    ObjectNode body = MAPPER.createObjectNode().put("status", started ? "started" : "starting");
    send(context, started ? 200 : 503, body);
  }

  private void ready(Context context) {
    Health.Report report = health.report();
    ObjectNode body = MAPPER.createObjectNode().put("status", report.status());
    ObjectNode checks = body.putObject("checks");
    report
        .checks()
        .forEach((name, state) ->
            checks
                .putObject(name)
                .put("status", state.level().name().toLowerCase(Locale.ROOT))
                .put("detail", state.detail()));
    send(context, report.ready() ? 200 : 503, body);
  }

  private static void send(Context context, int status, ObjectNode body) {
    HttpServer.send(
        context,
        Answer.json(status, MAPPER.writeValueAsBytes(body)).with("Cache-Control", "no-store"));
  }
}
