package dev.tidemark.runtime.http;

import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.TraceParent;
import dev.tidemark.runtime.tracing.Tracing;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.MDC;

/// What a request leaves in traces and in logs. Neither has its path or its query: those hold what
/// clients write, and the route says which one it was.
final class RequestSpan {
  private static final int OUR_FAULT = 500;

  private RequestSpan() {}

  static Answer around(Context context, Route route, Supplier<Answer> answered) {
    try {
      return Tracing.isOn() && !route.path().equals(MetricsRoute.PATH)
          ? traced(context, route, answered)
          : answered.get();
    } finally {
      // The thread may go on with another request.
      MDC.clear();
    }
  }

  private static Answer traced(Context context, Route route, Supplier<Answer> answered) {
    return Tracing.continuing(
        operation(context.req().getMethod(), route.path()),
        traceparent(context).orElse(null),
        () -> {
          Answer answer = answered.get();
          Tracing.note("http.response.status_code", answer.status());
          if (answer.status() >= OUR_FAULT) {
            Tracing.failed(Integer.toString(answer.status()));
          }
          return answer;
        });
  }

  private static Operation operation(String method, String path) {
    return new Operation(
        Kind.SERVER,
        method + " " + path,
        Map.of("http.request.method", method, "http.route", path, "url.scheme", "http"));
  }

  static Optional<String> traceparent(Context context) {
    var headers = context.req().getHeaders(TraceParent.HEADER);
    return TraceParent.read(headers == null ? List.of() : Collections.list(headers));
  }
}
