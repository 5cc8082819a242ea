package dev.tidemark.runtime.http;

import io.javalin.config.JavalinConfig;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// What is below Javalin: threads, the connector, limits, and answers to what never gets to a
/// route.
final class Jetty {
  private static final int HEADER_BYTES_MAX = 32 * 1024;

  private final Listener listener;
  private final HttpSettings settings;
  private final IntSupplier inHand;
  private final HttpMeters meters;

  /// @param inHand how many requests are being handled
  Jetty(Listener listener, HttpSettings settings, IntSupplier inHand, HttpMeters meters) {
    this.listener = listener;
    this.settings = settings;
    this.inHand = inHand;
    this.meters = meters;
  }

  void configure(JavalinConfig config) {
    QueuedThreadPool pool = listener.threads();
    config.jetty.threadPool = pool;
    config.jetty.addConnector((server, http) -> Door.of(server, http, settings, meters));
    config.jetty.modifyServer(server -> harden(server, listener.handling(pool)));
    config.jetty.modifyHttpConfiguration(Jetty::harden);
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors()));
  }

  private void harden(Server server, Executor threads) {
    // Whoever stops it has waited for requests already.
    server.setStopTimeout(settings.lastAnswers().toMillis());
    var turnstile = new Turnstile(settings.requestsMax(), System::nanoTime);
    meters.watchLimit(turnstile::limit);
    var graceful = new GracefulHandler();
    graceful.setHandler(new Gate(turnstile, threads, inHand, meters));
    server.setHandler(graceful);
    server.setErrorHandler(new JettyErrors());
  }

  private static void harden(HttpConfiguration http) {
    http.setUriCompliance(UriCompliance.RFC3986);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    // A connection would take 64 KB for it, and more time to make than it ever saves.
    http.setHeaderCacheSize(0);
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    http.setResponseHeaderSize(HEADER_BYTES_MAX);
  }
}
