package dev.tidemark.runtime.http;

import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.runtime.problem.Problem;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves routes, and nothing that is not one.
///
/// - Each request has a virtual thread of its own; how many are handled at once is bounded.
/// - Paths are taken literally: an encoded slash, a dot segment, an empty segment or bytes that are
///   not UTF-8 are refused, since whoever reads them differently would be led elsewhere.
/// - Closing first drains: requests are still handled, but each ends its connection, so that
///   clients and load balancers have time to go elsewhere; live answers are asked to end. Then no
///   new connections are taken, while requests on those there are go on being handled. Once none is
///   in flight, what still comes is turned away, and the server returns.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private static final Problem STOPPING =
      Problem.unavailable("Expected to serve, but the service is stopping", Duration.ofSeconds(1));

  private final Javalin javalin;
  private final HttpSettings settings;
  private final HttpMeters meters;
  private final Funnel funnel;
  private final Semaphore places;
  private final LiveBodies live = new LiveBodies();

  /// Held shared while a request is handled and its answer written, exclusively to stop.
  private final ReadWriteLock handling = new ReentrantReadWriteLock();

  private volatile boolean draining;
  private volatile boolean stopping;

  private HttpServer(
      Listener listener,
      HttpSettings settings,
      List<Route> routes,
      Health health,
      Metrics metrics,
      long firstIncident) {
    this.settings = settings;
    this.meters = new HttpMeters(metrics);
    this.funnel = new Funnel(firstIncident);
    this.places = new Semaphore(settings.requestsMax());
    IntSupplier inHand = () -> settings.requestsMax() - places.availablePermits();
    var jetty = new Jetty(listener, settings, inHand, meters);
    this.javalin =
        Javalin.create(config -> configure(config, jetty, routes, new HealthRoutes(health)));
    meters.watch(inHand);
  }

  /// Returns when it listens.
  ///
  /// @param metrics where its requests are measured
  /// @param firstIncident where the numbers of logged incidents begin: random, so that runs differ
  /// @throws StartupException if the port is taken
  public static HttpServer start(
      HttpSettings settings,
      List<Route> routes,
      Health health,
      Metrics metrics,
      long firstIncident) {
    return start(Listener.PUBLIC, settings, routes, health, metrics, firstIncident);
  }

  static HttpServer start(
      Listener listener,
      HttpSettings settings,
      List<Route> routes,
      Health health,
      Metrics metrics,
      long firstIncident) {
    var server = new HttpServer(listener, settings, routes, health, metrics, firstIncident);
    try {
      server.javalin.start();
    } catch (JavalinBindException e) {
      throw new StartupException(
          listener.portSetting()
              + " "
              + settings.port()
              + " on "
              + settings.host()
              + " cannot be listened on: taken,"
              + " or not allowed",
          e);
    }
    return server;
  }

  /// The port it listens on.
  public int port() {
    return javalin.port();
  }

  /// Jetty's own graceful stop cuts some connections whose requests are being handled, so it begins
  /// when there are none any more. Closing again does nothing.
  @Override
  public void close() {
    if (draining) {
      return;
    }
    draining = true;
    live.askToEnd();
    try {
      Thread.sleep(settings.drain());
      Door.closeAll(javalin.jettyServer().server());
      Thread.sleep(settings.lastRequests());
      long patienceMs = settings.stopTimeout().toMillis();
      if (!handling.writeLock().tryLock(patienceMs, TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "Requests were still being handled after {}: they are cut", settings.stopTimeout());
      }
      stopping = true;
      live.awaitEnd();
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
    javalin.stop();
  }

  private void configure(
      JavalinConfig config, Jetty jetty, List<Route> routes, HealthRoutes health) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.router.ignoreTrailingSlashes = false;
    jetty.configure(config);
    // Javalin has a handler of its own for HttpResponseException; only the same class replaces it.
    config.routes.exception(HttpResponseException.class, this::fail);
    config.routes.exception(Exception.class, this::fail);
    health.register(config);
    for (Route route : routes) {
      register(config, route);
    }
    Stream.concat(routes.stream().map(Route::path), HealthRoutes.PATHS.stream())
        .distinct()
        .forEach(path -> registerOptions(config, path, allowed(routes, path)));
  }

  private void register(JavalinConfig config, Route route) {
    HttpMeters.OfRoute ofRoute = meters.of(route);
    HandlerType type = HandlerType.findOrCreate(route.method().name());
    config.routes.addEndpoint(
        new Endpoint(
            type,
            route.path(),
            context -> handle(context, route, ofRoute),
            Set.of(new Roles(Set.of(route.role())))));
    if (route.method() == Route.Method.GET) {
      config.routes.addEndpoint(
          new Endpoint(
              HandlerType.HEAD,
              route.path(),
              context -> handle(context, route, ofRoute),
              Set.of(new Roles(Set.of(route.role())))));
    }
  }

  private static void registerOptions(JavalinConfig config, String path, String allowed) {
    config.routes.options(path, context -> send(context, Answer.empty(204).with("Allow", allowed)));
  }

  private static String allowed(List<Route> routes, String path) {
    Set<String> methods =
        routes.stream()
            .filter(route -> route.path().equals(path))
            .map(route -> route.method().name())
            .collect(Collectors.toSet());
    boolean readable = methods.contains("GET") || HealthRoutes.PATHS.contains(path);
    return Stream.concat(methods.stream(), readable ? Stream.of("GET", "HEAD") : Stream.empty())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", ", "", ", OPTIONS"));
  }

  private void handle(Context context, Route route, HttpMeters.OfRoute ofRoute) {
    long sinceNanos = System.nanoTime();
    if (stopping || !handling.readLock().tryLock()) {
      meters.turnedAwayStopping();
      send(context, Answer.problem(STOPPING, context.path()).with("Connection", "close"));
      return;
    }
    final Answer answer;
    try {
      Answer whole = RequestSpan.around(context, route, () -> answerWithinBound(context, route));
      answer = draining ? whole.with("Connection", "close") : whole;
      ofRoute.answered(answer.status(), sinceNanos);
      answer.live().ifPresentOrElse(body -> live.add(body, context), () -> send(context, answer));
    } finally {
      handling.readLock().unlock();
    }
    answer.live().ifPresent(body -> write(context, answer, body));
  }

  /// The place is given back before the answer goes out, so that whoever has it may ask again.
  private Answer answerWithinBound(Context context, Route route) {
    if (!places.tryAcquire()) {
      meters.turnedAwayBusy();
      return Answer.problem(busy(), context.path());
    }
    try {
      return answer(context, route);
    } finally {
      places.release();
    }
  }

  /// The status is out already: a mistake can only be logged.
  private void write(Context context, Answer answer, LiveBody body) {
    try {
      live.write(context, answer, body);
    } catch (RuntimeException | Error e) {
      Problem _ = funnel.problem(e);
    }
  }

  private Answer answer(Context context, Route route) {
    try {
      var query = QueryString.parse(context.queryString(), route.parameters());
      var body = new Body(context.req(), route, settings.bodyTimeout());
      body.check();
      return route.handler().handle(new Request(context, query, body));
    } catch (RuntimeException | Error e) {
      return Answer.problem(funnel.problem(e), context.path());
    }
  }

  private Problem busy() {
    return Problem.unavailable(
        "Expected at most " + settings.requestsMax() + " requests at once, but there are more",
        Duration.ofSeconds(1));
  }

  /// What a handler throws has become an answer before it gets here.
  private void fail(Throwable thrown, Context context) {
    if (thrown instanceof HttpResponseException) {
      meters.foundNoRoute();
    }
    send(context, Answer.problem(funnel.problem(thrown), context.path()));
  }

  /// Written to the stream itself: given as a result, Javalin would turn it into a 304 by its own
  /// rules whenever the entity tags match.
  static void send(Context context, Answer whole) {
    Answer answer = Gzip.applied(whole, context.header("Accept-Encoding"));
    context.status(answer.status());
    context.header("X-Content-Type-Options", "nosniff");
    answer.headers().forEach(context::header);
    answer
        .mediaType()
        .ifPresentOrElse(context::contentType, () -> context.removeHeader("Content-Type"));
    if (answer.body().length == 0) {
      return;
    }
    try {
      context.res().setContentLength(answer.body().length);
      context.outputStream().write(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
