package dev.tidemark.query.http;

import dev.tidemark.query.consistency.NotCaughtUpException;
import dev.tidemark.query.log.LogUnavailableException;
import dev.tidemark.query.store.StoreUnavailableException;
import dev.tidemark.runtime.http.Handler;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells clients honestly when no store can answer them.
public final class Outages {
  private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Outages() {}

  public static List<Route> told(List<Route> routes) {
    return routes.stream().map(route -> route.handledBy(told(route.handler()))).toList();
  }

  private static Handler told(Handler handler) {
    return (Request request) -> {
      try {
        return handler.handle(request);
      } catch (NotCaughtUpException e) {
        throw Problem.notCaughtUp(String.valueOf(e.getMessage()), RETRY_AFTER).exception();
      } catch (LogUnavailableException e) {
        LOG.debug("Kafka did not tell where the log ends", e);
        throw Problem.unavailable(
                "Expected Kafka to tell what is committed, as Consistency: strong needs, but it"
                    + " cannot now",
                RETRY_AFTER)
            .exception();
      } catch (StoreUnavailableException e) {
        LOG.debug("No store could answer", e);
        throw Problem.unavailable(detail(e), RETRY_AFTER).exception();
      }
    };
  }

  private static String detail(StoreUnavailableException e) {
    return switch (e.why()) {
      case AWAY -> "Expected PostgreSQL to tell what no cache holds, but it cannot be reached now";
      case BUSY -> "Expected a turn at PostgreSQL, but too many requests are waiting for one";
      case TOO_SLOW ->
          "Expected PostgreSQL to find this in time, but it took too long: a search for less, such"
              + " as of a shorter time, takes less";
    };
  }
}
