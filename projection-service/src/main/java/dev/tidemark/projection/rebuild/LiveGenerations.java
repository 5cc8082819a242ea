package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.generation.Lineup;
import dev.tidemark.projection.runtime.ShardStatus;
import dev.tidemark.projection.store.Database;
import dev.tidemark.projection.store.StoreException;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.runtime.membership.AssignedShards;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the shards of this instance worked on in every generation that follows the log: the one that
/// serves, the one being built, and the one that served before.
///
/// A generation that is built is read, folded and written by the same code as the one that serves,
/// only from the beginning on. So a rebuild is shared by the instances as the shards are, it counts
/// every event once, and whoever takes a shard over goes on where its rows stand: nothing else
/// remembers how far it is. And once it has reached the end of the log it stays there, so that it
/// may serve at any time.
///
/// Told of shards by one thread, of generations by another; looked at by any.
public final class LiveGenerations implements AssignedShards, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveGenerations.class);

  private final Adapters adapters;
  private final Set<Integer> assigned = new TreeSet<>();
  private volatile Map<Integer, LiveViews> live = Map.of();
  private volatile Lineup lineup = new Lineup(List.of());

  public LiveGenerations(Adapters adapters) {
    this.adapters = adapters;
  }

  /// The line as it was last heard of.
  public Lineup lineup() {
    return lineup;
  }

  /// Of the generation that serves, in the order of the shards.
  public List<ShardStatus> serving() {
    return lineup.all().isEmpty() ? List.of() : statuses(lineup.serving());
  }

  /// In the order of the shards; nothing of one that does not follow the log.
  public List<ShardStatus> statuses(Generation generation) {
    LiveViews views = live.get(generation.views());
    return views == null ? List.of() : views.statuses(generation.number());
  }

  /// The number of the one that serves.
  ///
  /// @throws StoreException.Unavailable before that is known
  public int generation() {
    return known().serving().number();
  }

  /// That of the one that serves.
  ///
  /// @throws StoreException.Unavailable before that is known
  public Database database() {
    LiveViews views = live.get(known().serving().views());
    if (views == null) {
      throw new StoreException.Unavailable("The views are not open yet");
    }
    return views.database();
  }

  private Lineup known() {
    Lineup now = lineup;
    if (now.all().isEmpty()) {
      throw new StoreException.Unavailable("The generations are not known yet");
    }
    return now;
  }

  /// Where its rows stand.
  ///
  /// @throws IllegalStateException if it does not follow the log
  ViewStore store(Generation generation) {
    LiveViews views = live.get(generation.views());
    if (views == null) {
      throw new IllegalStateException("Expected " + generation + " to follow the log");
    }
    return views.store();
  }

  /// Works on what follows the log by now, and on nothing else.
  ///
  /// @throws StoreException if some of it could not be begun, to be tried again
  public synchronized void follow(Lineup next) {
    lineup = next;
    Map<Integer, List<Generation>> wanted =
        next.followed().stream().collect(Collectors.groupingBy(Generation::views));
    var now = new TreeMap<>(live);
    live.forEach((views, gone) -> {
      if (!wanted.containsKey(views)) {
        now.remove(views);
        gone.close();
        LOG.info("No longer writing {}", gone);
      }
    });
    live = Map.copyOf(now);
    wanted.forEach((views, generations) -> {
      LiveViews known = now.get(views);
      if (known != null) {
        known.follow(generations, this::perSecond);
      }
    });
    wanted.forEach((views, generations) -> {
      if (!now.containsKey(views)) {
        now.put(views, begin(views, generations));
        live = Map.copyOf(now);
      }
    });
  }

  @Override
  public synchronized void assigned(int shard) {
    assigned.add(shard);
    live.values().forEach(views -> views.assigned(shard));
    repace();
  }

  @Override
  public synchronized void revoked(Collection<Integer> shards) {
    assigned.removeAll(shards);
    live.values().forEach(views -> views.revoked(shards));
    repace();
  }

  @Override
  public void revokedAll() {
    List<Integer> all;
    synchronized (this) {
      all = new ArrayList<>(assigned);
    }
    revoked(all);
  }

  @Override
  public synchronized void close() {
    live.values().forEach(LiveViews::close);
    live = Map.of();
  }

  private LiveViews begin(int views, List<Generation> generations) {
    var begun = new LiveViews(views, adapters);
    try {
      begun.follow(generations, this::perSecond);
      assigned.forEach(begun::assigned);
    } catch (RuntimeException e) {
      begun.close();
      throw e;
    }
    LOG.info("Writing {} for generations {}", begun, generations);
    return begun;
  }

  private void repace() {
    lineup.followed().stream()
        .collect(Collectors.groupingBy(Generation::views))
        .forEach((views, generations) -> {
          LiveViews known = live.get(views);
          if (known != null) {
            known.follow(generations, this::perSecond);
          }
        });
  }

  /// This instance's part of what a generation may take.
  private double perSecond(Generation generation) {
    if (generation.state() != State.BUILDING || generation.throttle() == 0 || assigned.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    return (double) generation.throttle() * assigned.size() / Math.max(1, generation.shards());
  }
}
