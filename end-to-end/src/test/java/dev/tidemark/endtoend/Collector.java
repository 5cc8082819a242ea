package dev.tidemark.endtoend;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Takes spans as any collector of OpenTelemetry does, and keeps them.
final class Collector implements AutoCloseable {
  private record Told(String service, Span span) {}

  private final List<Told> spans = new CopyOnWriteArrayList<>();
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  Collector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// All that was sent here, whatever it means.
  String text() {
    return bodies.stream()
        .map(body -> new String(body, StandardCharsets.ISO_8859_1))
        .collect(Collectors.joining("\n"));
  }

  /// Of the spans of a trace.
  List<String> names(String traceId) {
    return of(traceId).stream().map(told -> told.span().getName()).toList();
  }

  /// A line for each span below one, with those below it indented beneath: its service and name.
  String tree(String traceId, String parentSpanId) {
    return of(traceId).stream()
        .filter(told -> hex(told.span().getParentSpanId()).equals(parentSpanId))
        .sorted(Comparator.comparingLong(told -> told.span().getStartTimeUnixNano()))
        .map(told ->
            "%s %s%n".formatted(told.service(), told.span().getName())
                + tree(traceId, hex(told.span().getSpanId())).indent(2))
        .collect(Collectors.joining());
  }

  private List<Told> of(String traceId) {
    return spans.stream().filter(told -> hex(told.span().getTraceId()).equals(traceId)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      bodies.add(body);
      keep(body);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void keep(byte[] body) throws InvalidProtocolBufferException {
    for (var ofProcess : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      var service =
          ofProcess.getResource().getAttributesList().stream()
              .filter(attribute -> attribute.getKey().equals("service.name"))
              .map(attribute -> attribute.getValue().getStringValue())
              .findFirst()
              .orElse("");
      ofProcess
          .getScopeSpansList()
          .forEach(
              scope -> scope.getSpansList().forEach(span -> spans.add(new Told(service, span))));
    }
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
