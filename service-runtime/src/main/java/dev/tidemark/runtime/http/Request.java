package dev.tidemark.runtime.http;

import dev.tidemark.runtime.problem.Problem;
import io.javalin.http.Context;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A request, read strictly. Every method that parses takes a function that refuses bad input with
/// an [IllegalArgumentException] whose message is the rule, and turns that into a 400 which names
/// the parameter.
public final class Request {
  private final Context context;
  private final QueryString query;
  private final Body body;

  Request(Context context, QueryString query, Body body) {
    this.context = context;
    this.query = query;
    this.body = body;
  }

  /// As the client sent it, without the query.
  public String path() {
    return context.path();
  }

  /// Path and query, byte for byte as the client sent them.
  public String target() {
    String query = context.queryString();
    String path = context.req().getRequestURI();
    return query == null ? path : path + "?" + query;
  }

  public String method() {
    return context.req().getMethod();
  }

  /// The path and the query of this request, with this parameter in the place of an earlier one.
  public String target(String name, String value) {
    return path() + "?" + query.with(name, value);
  }

  public <T> T pathParameter(String name, Function<String, T> parse) {
    return parsed(name, context.pathParam(name), parse);
  }

  /// Empty if absent; 400 if it is there twice.
  public <T> Optional<T> parameter(String name, Function<String, T> parse) {
    List<String> values = query.all(name);
    if (values.size() > 1) {
      throw Problem.invalidField(
              name, "Expected it once, but it is there " + values.size() + " times")
          .exception();
    }
    return values.stream().findFirst().map(value -> parsed(name, value, parse));
  }

  /// All of a parameter that may be repeated, in their order.
  public <T> List<T> parameters(String name, Function<String, T> parse) {
    return query.all(name).stream().map(value -> parsed(name, value, parse)).toList();
  }

  /// Empty if absent; 400 if it is there twice.
  public <T> Optional<T> header(String name, Function<String, T> parse) {
    var values = context.req().getHeaders(name);
    if (values == null || !values.hasMoreElements()) {
      return Optional.empty();
    }
    String value = values.nextElement();
    if (values.hasMoreElements()) {
      throw Problem.invalidField(name, "Expected it once, but it is there twice").exception();
    }
    return Optional.of(parsed(name, value, parse));
  }

  public Optional<String> header(String name) {
    return header(name, Function.identity());
  }

  /// The W3C trace context that the client sent. One that is not valid is as none.
  public Optional<String> traceparent() {
    return RequestSpan.traceparent(context);
  }

  /// The whole body; no bytes if there is none. 413 beyond the route's limit, 415 for another type.
  public byte[] body() {
    return body.bytes();
  }

  /// The same for bodies read piece by piece: reading throws the problem.
  public InputStream bodyStream() {
    return body.stream();
  }

  private static <T> T parsed(String name, String value, Function<String, T> parse) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException e) {
      throw Problem.invalidField(name, String.valueOf(e.getMessage())).exception();
    }
  }
}
