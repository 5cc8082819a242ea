package dev.tidemark.command.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptTest {
  private static final Map<String, String> SAFE =
      Map.of("min.insync.replicas", "2", "unclean.leader.election.enable", "false");

  @Test
  void threeCopiesOfWhichTwoAreInSyncAreSafe() {
    assertThat(new Kept("orders.events", 3, SAFE).shortcomings()).isEmpty();
    assertThat(new Kept("orders.events", 5, with("min.insync.replicas", "3")).shortcomings())
        .isEmpty();
  }

  @Test
  void whatIsLostWithOneBrokerIsUnsafe() {
    assertThat(new Kept("orders.events", 2, SAFE).shortcomings())
        .containsExactly(
            "orders.events: expected 3 replicas or more in production, but it has 2."
                + " Reassign its partitions with kafka-reassign-partitions");
    assertThat(new Kept("orders.events", 3, with("min.insync.replicas", "1")).shortcomings())
        .containsExactly(
            "orders.events: expected min.insync.replicas=2 in production, but it is 1."
                + " Fix: kafka-configs --alter --entity-type topics --entity-name orders.events"
                + " --add-config min.insync.replicas=2");
  }

  @Test
  void aLeaderThatLacksWhatWasAcknowledgedIsUnsafe() {
    var unclean =
        new Kept("__transaction_state", 3, with("unclean.leader.election.enable", "true"));
    assertThat(unclean.shortcomings())
        .singleElement()
        .asString()
        .startsWith(
            "__transaction_state: expected unclean.leader.election.enable=false in production, but"
                + " it is true");
  }

  @Test
  void everythingIsToldAtOnce() {
    assertThat(
            new Kept("shards", 1, Map.of("unclean.leader.election.enable", "true")).shortcomings())
        .hasSize(3);
  }

  @Test
  void theTopicOfTransactionsIsJudgedBeforeItIsThere() {
    assertThat(
            Kept.shortcomingsToCome(
                Map.of(
                    "transaction.state.log.replication.factor", "3",
                    "transaction.state.log.min.isr", "2")))
        .isEmpty();
    assertThat(
            Kept.shortcomingsToCome(
                Map.of(
                    "transaction.state.log.replication.factor", "1",
                    "transaction.state.log.min.isr", "1")))
        .containsExactly(
            "__transaction_state: expected brokers with transaction.state.log.replication.factor=3"
                + " or more in production, but it is 1. Set it in the configuration of every"
                + " broker",
            "__transaction_state: expected brokers with transaction.state.log.min.isr=2 or more in"
                + " production, but it is 1. Set it in the configuration of every broker");
  }

  private static Map<String, String> with(String setting, String value) {
    var config = new HashMap<>(SAFE);
    config.put(setting, value);
    return config;
  }
}
