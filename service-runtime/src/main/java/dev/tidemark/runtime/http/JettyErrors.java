package dev.tidemark.runtime.http;

import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.runtime.problem.ProblemJson;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Requests that Jetty refuses by itself (a path that cannot be understood, headers beyond limits,
/// a server that is stopping) get the same kind of answer as all others.
final class JettyErrors extends ErrorHandler {
  /// What Jetty says for a path it could not read.
  private static final String UNREADABLE = "/badMessage";

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (isUnreadable(request)) {
      // Jetty ends the connection after it, and says so only in answers of its own.
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    write(Statuses.problem(response.getStatus()), path(request), response, callback);
    return true;
  }

  /// Answers with a problem whose status is set already.
  static void write(Problem problem, String path, Response response, Callback callback) {
    byte[] body = ProblemJson.bytes(problem, path);
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, ProblemJson.MEDIA_TYPE);
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    problem.headers().forEach(headers::put);
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static String path(Request request) {
    String path = request.getHttpURI().getPath();
    return path == null || isUnreadable(request) ? "" : path;
  }

  private static boolean isUnreadable(Request request) {
    return UNREADABLE.equals(request.getHttpURI().getPath());
  }
}
