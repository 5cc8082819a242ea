package dev.tidemark.bench.peer.noop;

import dev.tidemark.bench.peer.PeerProgram;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Takes commands, keeps none, and answers with as many bytes and headers as the command service
/// does. The body is read, but not understood: no service that speaks HTTP by this server can be
/// quicker. And answers a read without reading.
public final class Main {
  private static final int BODY_BYTES_MAX = 16 << 20;
  private static final String TOKEN = "x".repeat(24);
  private static final byte[] PLACED =
      """
      {"orderId":"0199a1b2-c3d4-7b1c-9abc-def012345678","total":"61.25","currency":"GBP","version":1}\
      """
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] LINE =
      """
      {"line":100,"status":201,"idempotencyKey":"k000000000000","version":1,"token":"%s",\
      "body":{"orderId":"0199a1b2-c3d4-7b1c-9abc-def012345678","total":"61.25","currency":"GBP","version":1}}
      """
          .formatted(TOKEN)
          .getBytes(StandardCharsets.UTF_8);

  private Main() {}

  public static void main(String[] arguments) {
    PeerProgram.serving("noop", "does nothing", (_, _) -> routes()).run(arguments, System.getenv());
  }

  private static List<Route> routes() {
    return List.of(
        Route.of(Route.Method.POST, "/v1/users/{username}/orders", Role.CLIENT, Main::one)
            .takingJson(BODY_BYTES_MAX),
        Route.of(Route.Method.POST, "/v1/commands", Role.CLIENT, Main::many)
            .takingBody(Answer.NDJSON, BODY_BYTES_MAX),
        Route.of(Route.Method.GET, "/v1/nothing", Role.CLIENT, _ -> Answer.json(200, PLACED)));
  }

  private static Answer one(Request request) {
    byte[] _ = request.body();
    return Answer.json(201, PLACED)
        .with("ETag", "\"1\"")
        .with("Consistency-Token", TOKEN)
        .with("Cache-Control", "no-store")
        .with("Location", "/v1/orders/0199a1b2-c3d4-7b1c-9abc-def012345678");
  }

  /// A line for a line: those of the request end with a line feed.
  private static Answer many(Request request) {
    int lines = 0;
    for (byte each : request.body()) {
      lines += each == '\n' ? 1 : 0;
    }
    byte[] body = new byte[lines * LINE.length];
    for (int i = 0; i < lines; i++) {
      System.arraycopy(LINE, 0, body, i * LINE.length, LINE.length);
    }
    return Answer.of(200, Answer.NDJSON, body)
        .with("Cache-Control", "no-store")
        .with("Consistency-Token", TOKEN);
  }
}
