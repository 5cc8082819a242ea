package dev.tidemark.query.http;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.query.cache.Shown;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.runtime.tracing.Tracing;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Answers with what every one of them says of itself: what it reflects, where it came from, how
/// old it may be.
public final class Replies {
  static final String SOURCE = "Tidemark-Source";

  private final JsonMapper json;
  private final Tokens tokens;
  private final Map<Source, Duration> agesMax;

  /// @param agesMax how old an answer may be, by where it came from; others are as of now
  public Replies(JsonMapper json, Tokens tokens, Map<Source, Duration> agesMax) {
    this.json = json;
    this.tokens = tokens;
    this.agesMax = Map.copyOf(agesMax);
  }

  /// Anything that has no version of its own. Its entity tag is a digest of its body: the positions
  /// that it reflects would move with every event, so nearly no answer would ever be "not
  /// modified".
  public Answer list(Request request, Reading<?> reading) {
    byte[] body = json.writeValueAsBytes(reading.value());
    return tagged(request, reading, body, body);
  }

  /// The same with a body that is written already.
  ///
  /// @param identity the same as long as the body says the same, and shorter
  public Answer tagged(Request request, Reading<?> reading, byte[] body, byte[] identity) {
    String tag = EntityTags.digest(identity);
    Answer answer = isKnown(request, tag) ? Answer.empty(304) : Answer.json(200, body);
    return marked(request, reading, answer).with("ETag", "W/" + tag);
  }

  /// A page of a list, with a link to the next one (RFC 8288).
  public Answer page(Request request, Reading<? extends Page.Items<?>> reading) {
    Answer answer = list(request, reading);
    String next = reading.value().next();
    return next == null
        ? answer
        : answer.with("Link", "<" + request.target(Page.AFTER, next) + ">; rel=\"next\"");
  }

  /// One resource, with its version as the entity tag that commands take for `If-Match`.
  public Answer one(Request request, Reading<? extends Shown<?>> reading, long version) {
    String tag = "\"" + version + "\"";
    return isKnown(request, tag)
        ? marked(request, reading, Answer.empty(304)).with("ETag", tag)
        : changed(request, reading, version);
  }

  /// One resource that is answered whole, whatever the client knows of this version of it.
  public Answer changed(Request request, Reading<? extends Shown<?>> reading, long version) {
    Answer whole = Answer.json(200, reading.value().json());
    return marked(request, reading, whole).with("ETag", "\"" + version + "\"");
  }

  public Answer absent(Request request, Reading<?> reading, String what) {
    Problem problem = Problem.notFound("Expected " + what + ", but there is none such");
    return marked(request, reading, Answer.problem(problem, request.path()));
  }

  private static boolean isKnown(Request request, String tag) {
    return request.header("If-None-Match").filter(tags -> EntityTags.match(tags, tag)).isPresent();
  }

  /// The token says what the reader has seen by now: what they brought and what this answer adds.
  /// So a client that keeps only the newest one loses nothing. That also makes it an answer to them
  /// alone; and it depends on who asks and on how fresh it must be.
  private Answer marked(Request request, Reading<?> reading, Answer answer) {
    ConsistencyToken seen = tokens.brought(request).merge(reading.reflected());
    String sources =
        reading.sources().stream()
            .sorted(Comparator.naturalOrder())
            .map(Source::toString)
            .collect(Collectors.joining(", "));
    Tracing.note("tidemark.source", sources);
    return answer
        .with(Tokens.HEADER, seen.encode())
        .with(SOURCE, sources)
        .with("Age", Long.toString(age(reading.sources())))
        .with("Cache-Control", "private, no-cache")
        .with("Vary", "Authorization, Consistency, " + Tokens.HEADER);
  }

  /// In whole seconds, rounded up.
  private long age(Set<Source> sources) {
    return sources.stream()
        .map(source -> agesMax.getOrDefault(source, Duration.ZERO))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO)
        .plusMillis(999)
        .toSeconds();
  }
}
