package dev.tidemark.bench.peer.tables;

import dev.tidemark.bench.peer.Orders;
import dev.tidemark.bench.peer.OrdersContract;
import dev.tidemark.bench.peer.PeerSettings;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "bench.peers", matches = "true")
class EventTableIT extends OrdersContract {
  @Override
  protected Orders open(PeerSettings its) throws Exception {
    return EventTable.open(its, Clock.systemUTC(), new Random());
  }
}
