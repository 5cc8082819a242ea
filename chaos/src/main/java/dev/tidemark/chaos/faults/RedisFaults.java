package dev.tidemark.chaos.faults;

import dev.tidemark.chaos.system.RedisPair;
import java.io.IOException;

/// What happens to a cache.
final class RedisFaults {
  private RedisFaults() {}

  record Flushed(RedisPair redis) implements Fault {
    @Override
    public void begin() throws IOException {
      redis.flush();
    }

    @Override
    public void end() {
      // What is gone is gone.
    }
  }

  record StaleFailover(RedisPair redis) implements Fault {
    @Override
    public void begin() {
      redis.partReplica();
    }

    @Override
    public void end() throws IOException {
      redis.failOver();
    }
  }

  record Full(RedisPair redis, boolean evicts) implements Fault {
    @Override
    public void begin() throws IOException {
      redis.squeeze(evicts);
    }

    @Override
    public void end() throws IOException {
      redis.relieve();
    }
  }
}
