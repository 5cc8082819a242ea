package dev.tidemark.bench.peer.crud;

import dev.tidemark.bench.peer.Orders;
import dev.tidemark.bench.peer.OrdersContract;
import dev.tidemark.bench.peer.PeerSettings;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "bench.peers", matches = "true")
class RowsAndCacheIT extends OrdersContract {
  @Override
  protected Orders open(PeerSettings its) throws Exception {
    return RowsAndCache.open(its, Clock.systemUTC(), new Random());
  }
}
