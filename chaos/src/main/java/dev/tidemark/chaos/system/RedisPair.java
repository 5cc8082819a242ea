package dev.tidemark.chaos.system;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.FaultProxy;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.RedisServer;
import dev.tidemark.localstack.StackProcess;
import dev.tidemark.localstack.Together;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A Redis and its replica. Everybody speaks to the one that is primary.
public final class RedisPair implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int LOOKS_MAX = 400;

  private final FaultProxy between;
  private final List<RedisServer> both;
  private volatile RedisServer primary;
  private volatile RedisServer replica;
  private volatile List<Link> links = List.of();

  RedisPair(DataDirectory directory) {
    primary = new RedisServer(directory, Ports.free());
    replica = new RedisServer(new DataDirectory(directory.of("redis-2")), Ports.free());
    both = List.of(primary, replica);
    between = new FaultProxy(primary.port());
  }

  /// @param links those that lead to Redis
  void ledToBy(List<Link> links) {
    this.links = List.copyOf(links);
  }

  void start() {
    Together.each(both, StackProcess::start);
    follow();
  }

  public RedisServer primary() {
    return primary;
  }

  public void flush() throws IOException {
    RedisTalk.say(primary.port(), "FLUSHALL");
  }

  /// Leaves room for what is there and no more.
  ///
  /// @param evicts whether what was not asked for lately makes room for what is new; else nothing
  ///   new is taken
  public void squeeze(boolean evicts) throws IOException {
    RedisTalk.say(
        primary.port(), "CONFIG SET maxmemory-policy " + (evicts ? "allkeys-lru" : "noeviction"));
    RedisTalk.say(primary.port(), "CONFIG SET maxmemory " + usedBytes());
  }

  public void relieve() throws IOException {
    RedisTalk.say(primary.port(), "CONFIG SET maxmemory 0");
  }

  /// From now on the replica falls behind.
  public void partReplica() {
    between.cut();
  }

  /// The replica takes over with what it has: what was written since it was parted is lost.
  public void failOver() throws IOException {
    var before = primary;
    primary = replica;
    replica = before;
    RedisTalk.say(primary.port(), "REPLICAOF NO ONE");
    links.forEach(link -> link.proxy().leadTo(primary.port()));
    between.leadTo(primary.port());
    follow();
  }

  @Override
  public void close() {
    Together.each(both, StackProcess::close);
    between.close();
  }

  /// Returns when the replica has what the primary has.
  private void follow() {
    between.pass();
    try {
      RedisTalk.say(primary.port(), "CONFIG SET repl-diskless-sync-delay 0");
      RedisTalk.say(replica.port(), "REPLICAOF 127.0.0.1 " + between.port());
      for (int look = 1; look <= LOOKS_MAX; look++) {
        if (RedisTalk.say(replica.port(), "INFO replication").contains("master_link_status:up")) {
          return;
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
    } catch (IOException e) {
      throw new IllegalStateException("Expected a replica of Redis, but " + e.getMessage(), e);
    }
    throw new IllegalStateException("Expected the replica of Redis to follow, but it does not");
  }

  private long usedBytes() throws IOException {
    return RedisTalk.say(primary.port(), "INFO memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length())))
        .findFirst()
        .orElseThrow();
  }
}
