package dev.tidemark.bench.peer.tables;

import dev.tidemark.bench.peer.Orders;
import dev.tidemark.bench.peer.OrdersContract;
import dev.tidemark.bench.peer.PeerSettings;
import java.time.Clock;
import java.util.Random;

class EventTableIT extends OrdersContract {
  @Override
  protected Orders open(PeerSettings its) throws Exception {
    return EventTable.open(its, Clock.systemUTC(), new Random());
  }
}
