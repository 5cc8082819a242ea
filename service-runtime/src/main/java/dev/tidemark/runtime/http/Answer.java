package dev.tidemark.runtime.http;

import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.runtime.problem.ProblemJson;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is sent back. Immutable, but for a live body.
public final class Answer {
  public static final String JSON = "application/json";
  public static final String NDJSON = "application/x-ndjson";

  private static final byte[] NOTHING = {};

  private final int status;
  private final @Nullable String mediaType;
  private final byte[] body;
  private final @Nullable LiveBody live;
  private final Map<String, String> headers;

  private Answer(
      int status,
      @Nullable String mediaType,
      byte[] body,
      @Nullable LiveBody live,
      Map<String, String> headers) {
    this.status = status;
    this.mediaType = mediaType;
    this.body = body;
    this.live = live;
    this.headers = headers;
  }

  public static Answer json(int status, byte[] json) {
    return of(status, JSON, json);
  }

  /// @param body not copied: hand it over and forget it
  public static Answer of(int status, String mediaType, byte[] body) {
    return new Answer(status, mediaType, body, null, noHeaders());
  }

  /// Its connection ends with it. Nobody would use it again, and a server that stops would wait for
  /// whoever might.
  ///
  /// @param body closed by the server, whatever becomes of it
  public static Answer live(String mediaType, LiveBody body) {
    return new Answer(200, mediaType, NOTHING, body, noHeaders()).with("Connection", "close");
  }

  public static Answer empty(int status) {
    return new Answer(status, null, NOTHING, null, noHeaders());
  }

  /// @param instance the path of the request
  public static Answer problem(Problem problem, String instance) {
    Answer answer =
        of(problem.status(), ProblemJson.MEDIA_TYPE, ProblemJson.bytes(problem, instance))
            .with("Cache-Control", "no-store");
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  /// The same answer with a header, put in the place of an earlier one of this name.
  public Answer with(String name, String value) {
    Map<String, String> more = noHeaders();
    more.putAll(headers);
    more.put(name, value);
    return new Answer(status, mediaType, body, live, more);
  }

  /// The same answer, saying that it depends on this header of the request too.
  public Answer varying(String requestHeader) {
    String vary = headers.get("Vary");
    return with("Vary", vary == null ? requestHeader : vary + ", " + requestHeader);
  }

  /// The same answer with another body, not copied.
  Answer withBody(byte[] newBody) {
    return new Answer(status, mediaType, newBody, live, headers);
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  public Optional<String> mediaType() {
    return Optional.ofNullable(mediaType);
  }

  /// Not a copy: do not change it.
  public byte[] body() {
    return body;
  }

  /// What is written in the place of [#body()], if it is a live answer.
  public Optional<LiveBody> live() {
    return Optional.ofNullable(live);
  }

  private static Map<String, String> noHeaders() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }
}
