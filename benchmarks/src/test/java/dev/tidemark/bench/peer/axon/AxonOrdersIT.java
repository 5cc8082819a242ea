package dev.tidemark.bench.peer.axon;

import dev.tidemark.bench.peer.Orders;
import dev.tidemark.bench.peer.OrdersContract;
import dev.tidemark.bench.peer.PeerSettings;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "bench.peers", matches = "true")
class AxonOrdersIT extends OrdersContract {
  @Override
  protected Orders open(PeerSettings its) throws Exception {
    return AxonOrders.open(its);
  }
}
