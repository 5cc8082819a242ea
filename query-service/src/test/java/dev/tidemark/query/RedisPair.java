package dev.tidemark.query;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.FaultProxy;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.RedisServer;
import io.lettuce.core.RedisClient;
import java.util.function.Consumer;

/// A primary and its replica, behind networks that fail: one for those who read the cache, one for
/// those who write it, one between the two.
final class RedisPair implements AutoCloseable {
  final FaultProxy forReaders;
  final FaultProxy forWriters;

  private final DataDirectory directory = DataDirectory.temporary();
  private final FaultProxy between;
  private RedisServer primary = new RedisServer(directory, Ports.free());
  private RedisServer replica = new RedisServer(directory, Ports.free());

  RedisPair() throws Exception {
    primary.start();
    replica.start();
    forReaders = new FaultProxy(primary.port());
    forWriters = new FaultProxy(primary.port());
    between = new FaultProxy(primary.port());
    follow();
  }

  static String url(FaultProxy proxy) {
    return "redis://127.0.0.1:" + proxy.port();
  }

  RedisServer primary() {
    return primary;
  }

  void flush() {
    command(primary, redis -> redis.flushall());
  }

  /// From now on the replica falls behind.
  void partReplica() {
    between.cut();
  }

  /// The replica takes over with what it has; what was written since it was parted is lost.
  void failOver() throws Exception {
    RedisServer before = primary;
    primary = replica;
    replica = before;
    command(primary, redis -> redis.replicaofNoOne());
    forReaders.leadTo(primary.port());
    forWriters.leadTo(primary.port());
    between.leadTo(primary.port());
    follow();
  }

  /// The primary dies and comes back with nothing.
  void restart() {
    primary.kill();
    primary.start();
    command(primary, redis -> redis.configSet("repl-diskless-sync-delay", "0"));
  }

  @Override
  public void close() {
    forReaders.close();
    forWriters.close();
    between.close();
    primary.close();
    replica.close();
    directory.delete();
  }

  /// Returns when the replica has what the primary has.
  private void follow() throws Exception {
    between.pass();
    command(primary, redis -> redis.configSet("repl-diskless-sync-delay", "0"));
    command(replica, redis -> redis.replicaof("127.0.0.1", between.port()));
    try (var client = RedisClient.create(replica.url())) {
      var redis = client.connect().sync();
      Eventually.until(
          () -> redis.info("replication"), info -> info.contains("master_link_status:up"));
    }
  }

  private static void command(
      RedisServer server,
      Consumer<io.lettuce.core.api.sync.RedisCommands<String, String>> command) {
    try (var client = RedisClient.create(server.url())) {
      command.accept(client.connect().sync());
    }
  }
}
