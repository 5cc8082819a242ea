package dev.tidemark.query.store;

import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.store.StoreUnavailableException.Why;
import dev.tidemark.runtime.health.Health.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server that follows the primary, or several behind one URL, to be read instead of it.
///
/// It answers, or it does not and the primary is asked: if it is away (then it is left alone for a
/// second at a time), if too many wait for it, or if it is further behind than it may be. How far
/// behind it is it cannot tell itself: what it has not heard of it does not miss. So its positions
/// are compared with those that the primary had lately, see [Lookout].
///
/// Docs: decision 16.
public final class Replica implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final Database database;
  private final Database primary;
  private final Lookout lookout;
  private final CircuitBreaker breaker;
  private final StoreMeters meters;
  private final Scope everything;

  /// @param shards how many the system has
  public Replica(StoreSettings settings, Generation generation, int shards, StoreMeters meters) {
    this.meters = meters;
    this.everything = Scope.everything(shards);
    this.database =
        new Database(
            Source.REPLICA,
            "replica",
            settings.replicaUrl(),
            settings.connectionsMax(),
            settings,
            generation,
            meters);
    // Of its own, so that readers of the primary who take all turns there do not also keep
    // everybody from the replica.
    this.primary =
        new Database(Source.POSTGRES, "lookout", settings.url(), 1, settings, generation, meters);
    this.lookout = Lookout.start(() -> primary.positions(everything), settings.replicaLagMax());
    this.breaker =
        CircuitBreaker.of(
            "replica",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(3)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofSeconds(1))
                .permittedNumberOfCallsInHalfOpenState(1)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(event -> LOG.info("Replica breaker: {}", event.getStateTransition()));
  }

  /// @return empty if the primary must be asked
  /// @throws StoreUnavailableException if the query itself takes too long, as it would elsewhere
  <T> Optional<Snapshot<T>> read(Scope scope, Query<T> query) {
    if (!lookout.knows() || !breaker.tryAcquirePermission()) {
      meters.replicaBypassed();
      return Optional.empty();
    }
    Optional<Snapshot<T>> answered = asked(scope, query);
    if (answered.isEmpty()) {
      meters.replicaFailed();
      return answered;
    }
    if (!lookout.vouchesFor(answered.get().positions(), scope)) {
      meters.replicaWasBehind();
      return Optional.empty();
    }
    meters.replicaAnswered();
    return answered;
  }

  /// Without it the primary answers.
  public State state() {
    if (!lookout.knows()) {
      return State.degraded("bypassed: the primary does not say where it stands");
    }
    try {
      return lookout.vouchesFor(database.positions(everything), everything)
          ? State.up("follows the primary")
          : State.degraded("bypassed: too far behind the primary");
    } catch (StoreUnavailableException e) {
      return State.degraded(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    lookout.close();
    primary.close();
    database.close();
  }

  private <T> Optional<Snapshot<T>> asked(Scope scope, Query<T> query) {
    long start = System.nanoTime();
    try {
      Snapshot<T> snapshot = database.read(scope, query);
      breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      return Optional.of(snapshot);
    } catch (StoreUnavailableException e) {
      count(System.nanoTime() - start, e);
      if (e.why() == Why.TOO_SLOW) {
        throw e;
      }
      LOG.debug("The replica did not answer", e);
      return Optional.empty();
    } catch (RuntimeException e) {
      breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
      throw e;
    }
  }

  /// A replica that is busy or slow is there.
  private void count(long nanos, StoreUnavailableException e) {
    if (e.why() == Why.AWAY) {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, e);
    } else {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
