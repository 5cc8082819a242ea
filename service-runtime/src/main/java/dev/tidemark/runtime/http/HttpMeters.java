package dev.tidemark.runtime.http;

import dev.tidemark.runtime.metrics.Buckets;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntSupplier;

/// What is measured of one server. Names and labels that OpenTelemetry has a convention for are
/// those; the rest are our own.
final class HttpMeters {
  private static final int STATUSES = 600;

  private final MeterRegistry registry;
  private final Timer arrivals;
  private final Counter crowded;
  private final Counter busy;
  private final Counter tooManyConnections;
  private final Counter stopping;
  private final Counter noRoute;
  private final AtomicInteger connections = new AtomicInteger();

  HttpMeters(Metrics metrics) {
    this.registry = metrics.registry();
    this.arrivals =
        Timer.builder("tidemark.http.arrival.wait")
            .description("How long requests waited for a processor before they were looked at")
            .serviceLevelObjectives(Buckets.latencies())
            .register(registry);
    this.crowded = refused("crowded");
    this.busy = refused("busy");
    this.tooManyConnections = refused("connections");
    this.stopping = refused("stopping");
    this.noRoute = refused("no_route");
    Gauge.builder("tidemark.http.connections", connections, AtomicInteger::get)
        .description("Open connections of clients")
        .register(registry);
  }

  private Counter refused(String reason) {
    return Counter.builder("tidemark.http.refused.requests")
        .description("Requests that were answered before the handler of a route saw them")
        .tag("reason", reason)
        .register(registry);
  }

  /// @param active how many requests are being handled
  void watch(IntSupplier active) {
    Gauge.builder("http.server.active.requests", active, IntSupplier::getAsInt)
        .description("Requests that are being handled")
        .strongReference(true)
        .register(registry);
  }

  /// @param limit how many may be handled at once, as things stand
  void watchLimit(IntSupplier limit) {
    Gauge.builder("tidemark.http.requests.limit", limit, IntSupplier::getAsInt)
        .description("Requests that may be handled at once, as things stand")
        .strongReference(true)
        .register(registry);
  }

  void waited(long nanos) {
    arrivals.record(nanos, TimeUnit.NANOSECONDS);
  }

  /// The open connections, for whoever counts them.
  AtomicInteger connections() {
    return connections;
  }

  void turnedAwayAtTheGate() {
    crowded.increment();
  }

  void turnedAwayBusy() {
    busy.increment();
  }

  void turnedAwayAsConnection() {
    tooManyConnections.increment();
  }

  void turnedAwayStopping() {
    stopping.increment();
  }

  void foundNoRoute() {
    noRoute.increment();
  }

  OfRoute of(Route route) {
    return new OfRoute(route);
  }

  /// Requests of one route. The path that stands in the label is the template, never what was
  /// asked.
  final class OfRoute {
    private final Route route;
    private final AtomicReferenceArray<Timer> byStatus = new AtomicReferenceArray<>(STATUSES);

    private OfRoute(Route route) {
      this.route = route;
    }

    /// Counted before it is sent: who has an answer finds it counted.
    ///
    /// @param sinceNanos when the request came, by [System#nanoTime()]
    void answered(int status, long sinceNanos) {
      Timer known = byStatus.get(status);
      Timer timer = known == null ? timer(status) : known;
      timer.record(System.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS);
    }

    /// The registry gives the same to all who ask at the same time.
    private Timer timer(int status) {
      Timer timer =
          Timer.builder("http.server.request.duration")
              .description("How long requests took until their answers were ready, by route")
              .tag("http.request.method", route.method().name())
              .tag("http.route", route.path())
              .tag("http.response.status.code", Integer.toString(status))
              .serviceLevelObjectives(Buckets.latencies())
              .register(registry);
      byStatus.set(status, timer);
      return timer;
    }
  }
}
