package dev.tidemark.runtime.http;

import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.runtime.problem.ProblemException;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where an exception becomes a status.
final class Funnel {
  private static final Logger LOG = LoggerFactory.getLogger(Funnel.class);

  private final AtomicLong incidents;

  /// @param firstIncident where incident numbers begin: different in each run of a process
  Funnel(long firstIncident) {
    this.incidents = new AtomicLong(firstIncident);
  }

  Problem problem(Throwable thrown) {
    return switch (thrown) {
      case ProblemException refused -> refused.problem();
      case HttpResponseException response -> ofStatus(response);
      case UncheckedIOException broken -> brokenOff(broken);
      case IOException broken -> brokenOff(broken);
      case Throwable mistake -> incident(mistake);
    };
  }

  private static Problem ofStatus(HttpResponseException response) {
    Problem problem = Statuses.problem(response.getStatus());
    return response instanceof MethodNotAllowedResponse
        ? problem.withHeader(
            "Allow", response.getDetails().getOrDefault("availableMethods", "").toString())
        : problem;
  }

  /// Nobody is left to read this, as a rule.
  private static Problem brokenOff(Exception broken) {
    LOG.debug("A request broke off", broken);
    return Problem.invalidRequest("Expected the whole request, but it broke off")
        .withHeader("Connection", "close");
  }

  private Problem incident(Throwable mistake) {
    String number = Long.toHexString(incidents.getAndIncrement());
    LOG.error("Incident {}: a request failed unexpectedly", number, mistake);
    return Problem.of(
        500,
        "internal-error",
        "Something went wrong on our side",
        "It was logged as incident " + number + "; whether the request took effect is not known");
  }
}
