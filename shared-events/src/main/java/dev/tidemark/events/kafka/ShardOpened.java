package dev.tidemark.events.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.json.JsonMapper;

/// Says in the compacted topic `shards` who decides for a shard. The offset of the newest one in
/// partition p is the term of shard p's owner: it only ever grows.
///
/// @param node the name of the owning instance
/// @param endpoint where it takes commands, such as `http://10.0.0.7:8080`
public record ShardOpened(int shard, String node, String endpoint) {
  /// The compacted topic; it has as many partitions as every event topic.
  public static final String TOPIC = "shards";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public ProducerRecord<byte[], byte[]> write() {
    byte[] key = ("shard-" + shard).getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(TOPIC, shard, key, MAPPER.writeValueAsBytes(this));
  }

  public static ShardOpened read(ConsumerRecord<byte[], byte[]> consumed) {
    return MAPPER.readValue(consumed.value(), ShardOpened.class);
  }
}
