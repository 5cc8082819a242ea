package dev.tidemark.runtime.http;

import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What a request meets first. If too many are in hand it is turned away here, where that costs the
/// least: nothing but its head has been looked at. Health is answered however many there are.
final class Gate extends Handler.Wrapper {
  private static final Problem CROWDED =
      Problem.unavailable(
          "Expected to look at a request at once, but too many are waiting", Duration.ofSeconds(1));

  private final Turnstile turnstile;
  private final LongSupplier waitedNanos;
  private final IntSupplier inHand;
  private final HttpMeters meters;

  /// @param waitedNanos how long the request has waited that this thread is about to handle;
  ///   negative if that was not measured
  /// @param inHand how many requests are being handled
  Gate(
      Handler inner,
      Turnstile turnstile,
      LongSupplier waitedNanos,
      IntSupplier inHand,
      HttpMeters meters) {
    super(inner);
    this.turnstile = turnstile;
    this.waitedNanos = waitedNanos;
    this.inHand = inHand;
    this.meters = meters;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
    long waited = waitedNanos.getAsLong();
    meters.waited(waited);
    if (turnstile.passes(waited, inHand.getAsInt()) || HealthRoutes.PATHS.contains(path)) {
      return super.handle(request, response, callback);
    }
    meters.turnedAwayAtTheGate();
    response.setStatus(CROWDED.status());
    JettyErrors.write(CROWDED, path, response, callback);
    return true;
  }
}
