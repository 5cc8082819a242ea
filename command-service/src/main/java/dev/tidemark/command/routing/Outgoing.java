package dev.tidemark.command.routing;

import java.util.Map;

/// A request as it is sent on.
public final class Outgoing {
  private final String method;
  private final String target;
  private final Map<String, String> headers;
  private final byte[] body;

  /// @param target path and query, as the client sent them
  /// @param headers all that go along, but for those of the forwarding itself
  /// @param body not copied: hand it over and forget it
  public Outgoing(String method, String target, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.target = target;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
