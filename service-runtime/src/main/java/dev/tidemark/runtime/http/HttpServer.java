package dev.tidemark.runtime.http;

import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.health.Health;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves routes, and nothing that is not one.
///
/// - Each request has a virtual thread of its own; how many are handled at once is bounded.
/// - Paths are taken literally: an encoded slash, a dot segment, an empty segment or bytes that are
///   not UTF-8 are refused, since whoever reads them differently would be led elsewhere.
/// - Closing first drains: requests are still handled, but each ends its connection, so that
///   clients and load balancers have time to go elsewhere. Then it takes no new requests, asks live
///   answers to end, lets requests in flight finish, and only then returns.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private static final Problem STOPPING =
      Problem.unavailable("Expected to serve, but the service is stopping", Duration.ofSeconds(1));

  private static final int HEADER_BYTES_MAX = 32 * 1024;
  private static final int PLATFORM_THREADS_MAX = 64;
  private static final int ACCEPT_QUEUE_MAX = 1_024;

  private final Javalin javalin;
  private final HttpSettings settings;
  private final Funnel funnel;
  private final Semaphore places;
  private final LiveBodies live = new LiveBodies();

  /// Held shared while a request is handled and its answer written, exclusively to stop.
  private final ReadWriteLock handling = new ReentrantReadWriteLock();

  private volatile boolean draining;
  private volatile boolean stopping;

  private HttpServer(HttpSettings settings, List<Route> routes, Health health, long firstIncident) {
    this.settings = settings;
    this.funnel = new Funnel(firstIncident);
    this.places = new Semaphore(settings.requestsMax());
    this.javalin = Javalin.create(config -> configure(config, routes, new HealthRoutes(health)));
  }

  /// Returns when it listens.
  ///
  /// @param firstIncident where the numbers of logged incidents begin: random, so that runs differ
  /// @throws StartupException if the port is taken
  public static HttpServer start(
      HttpSettings settings, List<Route> routes, Health health, long firstIncident) {
    var server = new HttpServer(settings, routes, health, firstIncident);
    try {
      server.javalin.start();
    } catch (JavalinBindException e) {
      throw new StartupException(
          "HTTP_PORT "
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
      stopping = true;
      long patienceMs = settings.stopTimeout().toMillis();
      if (!handling.writeLock().tryLock(patienceMs, TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "Requests were still being handled after {}: they are cut", settings.stopTimeout());
      }
      live.awaitEnd();
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
    javalin.stop();
  }

  private void configure(JavalinConfig config, List<Route> routes, HealthRoutes health) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.router.ignoreTrailingSlashes = false;
    config.jetty.threadPool = threads();
    config.jetty.addConnector(this::connector);
    config.jetty.modifyServer(this::harden);
    config.jetty.modifyHttpConfiguration(this::harden);
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors()));
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

  private static QueuedThreadPool threads() {
    var threads = new QueuedThreadPool(PLATFORM_THREADS_MAX);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(new Arrivals());
    return threads;
  }

  private void harden(Server server) {
    server.setStopTimeout(settings.stopTimeout().toMillis());
    server.setHandler(
        new Gate(
            new GracefulHandler(),
            new Turnstile(settings.requestsMax(), System::nanoTime),
            Arrivals::waitedNanos,
            () -> settings.requestsMax() - places.availablePermits()));
    server.setErrorHandler(new JettyErrors());
  }

  private void harden(HttpConfiguration http) {
    http.setUriCompliance(UriCompliance.RFC3986);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    // A connection would take 64 KB for it, and more time to make than it ever saves.
    http.setHeaderCacheSize(0);
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    http.setResponseHeaderSize(HEADER_BYTES_MAX);
  }

  /// The idle timeout belongs to the connection: one of the request would be put back to the
  /// connection's own at its end, also when a stop has just shortened that.
  private Connector connector(Server server, HttpConfiguration http) {
    var connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE_MAX);
    connector.addBean(new ConnectionLimit(settings.connectionsMax()));
    connector.setIdleTimeout(settings.idleTimeout().toMillis());
    return connector;
  }

  private void register(JavalinConfig config, Route route) {
    HandlerType type = HandlerType.findOrCreate(route.method().name());
    config.routes.addEndpoint(
        new Endpoint(
            type,
            route.path(),
            context -> handle(context, route),
            Set.of(new Roles(Set.of(route.role())))));
    if (route.method() == Route.Method.GET) {
      config.routes.addEndpoint(
          new Endpoint(
              HandlerType.HEAD,
              route.path(),
              context -> handle(context, route),
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

  private void handle(Context context, Route route) {
    if (stopping || !handling.readLock().tryLock()) {
      send(context, Answer.problem(STOPPING, context.path()).with("Connection", "close"));
      return;
    }
    final Answer answer;
    try {
      answer = answerWithinBound(context, route);
      answer.live().ifPresentOrElse(body -> live.add(body, context), () -> send(context, answer));
    } finally {
      handling.readLock().unlock();
    }
    answer.live().ifPresent(body -> write(context, answer, body));
  }

  /// The place is given back before the answer goes out, so that whoever has it may ask again.
  private Answer answerWithinBound(Context context, Route route) {
    if (!places.tryAcquire()) {
      return Answer.problem(busy(), context.path());
    }
    try {
      Answer answer = answer(context, route);
      return draining ? answer.with("Connection", "close") : answer;
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

  private void fail(Throwable thrown, Context context) {
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
