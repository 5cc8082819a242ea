package dev.tidemark.projection.repair;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.cache.CacheException;
import dev.tidemark.projection.log.LogUnavailableException;
import dev.tidemark.projection.repair.Glance.Impression;
import dev.tidemark.projection.store.EventAt;
import dev.tidemark.projection.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at a few aggregates a second of the shards that this instance has, on and on, along the
/// timeline. It mends nothing: what it finds is for operators to see and to decide.
///
/// What it found is looked at again with every round of the shards, and forgotten once it is right.
public final class StandingVerifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StandingVerifier.class);

  private static final int OF_A_SHARD_AT_ONCE = 50;
  private static final int WRONG_MAX = 100;
  private static final Duration REST = Duration.ofSeconds(2);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  /// @param perSecond how many aggregates it looks at; 0: it does not run
  /// @param checked how many it has looked at since it was started
  /// @param mended how many of those that were wrong it has seen right again
  /// @param wrong what it found and has not seen mended yet
  public record Standing(int perSecond, long checked, long mended, List<Finding> wrong) {}

  private record Place(int shard, EventTopic topic) {}

  private record Suspect(int shard, Aggregate aggregate) {}

  private final Stores stores;
  private final Supplier<Collection<Integer>> shards;
  private final int perSecond;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private final Map<Place, Long> cursors = new HashMap<>();
  private final Map<Suspect, Impression> wrong = new LinkedHashMap<>();
  private long checked;
  private long mended;
  private volatile Standing standing;

  private StandingVerifier(Stores stores, Supplier<Collection<Integer>> shards, int perSecond) {
    this.stores = stores;
    this.shards = shards;
    this.perSecond = perSecond;
    this.standing = new Standing(perSecond, 0, 0, List.of());
    this.thread = Thread.ofPlatform().name("projection-verifier").unstarted(this::run);
  }

  /// @param shards that this instance has
  /// @param perSecond how many aggregates it looks at, at most; 0 for none
  public static StandingVerifier start(
      Stores stores, Supplier<Collection<Integer>> shards, int perSecond) {
    var verifier = new StandingVerifier(stores, shards, perSecond);
    if (perSecond > 0) {
      verifier.thread.start();
    }
    return verifier;
  }

  public Standing standing() {
    return standing;
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (thread.isAlive() && !thread.join(CLOSE_MAX)) {
        LOG.warn("The verifier did not stop within {}; it only reads", CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isStopping()) {
      Collection<Integer> here = shards.get();
      forgetAllBut(here);
      for (int shard : here) {
        try {
          look(shard);
        } catch (StoreException | CacheException | LogUnavailableException e) {
          LOG.debug("Shard {} cannot be verified now", shard, e);
        } catch (RuntimeException e) {
          LOG.error("Shard {}: unexpected while verifying", shard, e);
        }
      }
      rest(REST);
    }
  }

  /// Who has a shard now looks after it.
  private void forgetAllBut(Collection<Integer> here) {
    cursors.keySet().removeIf(place -> !here.contains(place.shard()));
    if (wrong.keySet().removeIf(suspect -> !here.contains(suspect.shard()))) {
      standing = new Standing(perSecond, checked, mended, findings());
    }
  }

  private void look(int shard) {
    try (var glance = new Glance(stores, shard)) {
      for (Suspect each : List.copyOf(wrong.keySet())) {
        if (each.shard() == shard && !isStopping()) {
          judge(each, glance);
        }
      }
      for (EventTopic topic : EventTopic.values()) {
        for (int i = 0; i < OF_A_SHARD_AT_ONCE && !isStopping(); i++) {
          Optional<EventAt> next = next(shard, topic);
          if (next.isEmpty()) {
            break;
          }
          judge(new Suspect(shard, next.get().aggregate()), glance);
        }
      }
    }
  }

  /// Along the timeline, and at its end from the beginning on, the next time.
  private Optional<EventAt> next(int shard, EventTopic topic) {
    var place = new Place(shard, topic);
    Optional<EventAt> next = stores.views().next(shard, topic, cursors.getOrDefault(place, 0L));
    cursors.put(place, next.map(event -> event.offset() + 1).orElse(0L));
    return next;
  }

  private void judge(Suspect suspect, Glance glance) {
    Impression impression = glance.at(suspect.aggregate());
    checked++;
    if (impression == Impression.FINE) {
      mended += wrong.remove(suspect) == null ? 0 : 1;
    } else if (wrong.size() < WRONG_MAX && wrong.put(suspect, impression) == null) {
      LOG.warn(
          "Shard {}: {} is not as the log says: {}",
          suspect.shard(),
          Finding.name(suspect.aggregate()),
          impression);
    }
    standing = new Standing(perSecond, checked, mended, findings());
    rest(Duration.ofMillis(1_000 / perSecond));
  }

  private List<Finding> findings() {
    return wrong.entrySet().stream()
        .map(each ->
            new Finding(
                each.getValue() == Impression.WRONG_ROW ? Finding.POSTGRES : Finding.REDIS,
                Finding.name(each.getKey().aggregate()),
                each.getValue().name(),
                false))
        .toList();
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  private void rest(Duration span) {
    try {
      boolean _ = stop.await(span.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }
}
