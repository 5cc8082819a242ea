package dev.tidemark.command.strangers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What anybody may rely on who reads the log from its beginning. Uses no code of Tidemark: what it
/// needs to know stands in the description.
///
/// For one reading: it remembers what it has seen.
final class LogRules {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SLOTS = 4096;

  private final AsyncApi description;
  private final int partitions;
  private final Map<Integer, Set<Long>> owners;
  private final Set<String> ids = new HashSet<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, Long> offsets = new HashMap<>();
  private final Map<String, Long> terms = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  /// @param owners the offsets in the topic `shards`, by partition
  private LogRules(AsyncApi description, int partitions, Map<Integer, Set<Long>> owners) {
    this.description = description;
    this.partitions = partitions;
    this.owners = owners;
  }

  /// @param log every record of the event topics, in the order of each partition
  /// @return all that is wrong, as `topic/partition/offset: what`
  static List<String> broken(
      AsyncApi description, int partitions, Map<Integer, Set<Long>> owners, List<LogLine> log) {
    var rules = new LogRules(description, partitions, owners);
    log.forEach(rules::check);
    return List.copyOf(rules.broken);
  }

  private void check(LogLine line) {
    List<String> undescribed = description.undescribed(line.header("ce_type"), line);
    undescribed.forEach(what -> broken.add(line.place() + ": " + what));
    String partition = line.topic() + "/" + line.partition();
    Long before = offsets.put(partition, line.offset());
    require(before == null || before < line.offset(), line, "offset", "after " + before);
    require(
        ids.add(line.header("ce_source") + " " + line.header("ce_id")),
        line,
        "ce_id",
        "one that no other record has");
    if (!undescribed.isEmpty()) {
      // Its numbers may not be numbers.
      return;
    }
    long term = Long.parseLong(line.header("ce_term"));
    if (line.isMarker()) {
      checkMarker(line, term, terms.put(partition, term));
    } else {
      checkEvent(line, term, terms.get(partition));
    }
  }

  private void checkMarker(LogLine line, long term, Long before) {
    String subject = "shard:" + line.partition();
    require(before == null || before < term, line, "ce_term", "above " + before);
    require(
        owners.getOrDefault(line.partition(), Set.of()).contains(term),
        line,
        "ce_term",
        "an offset in shards");
    require(line.key().equals(subject), line, "key", subject);
    same(line, "ce_subject", subject);
    same(line, "ce_id", subject + ":" + term);
  }

  private void checkEvent(LogLine line, long term, Long current) {
    require(current != null && current == term, line, "ce_term", "the last marker's, " + current);
    String subject = line.header("ce_subject");
    long sequence = Long.parseLong(line.header("ce_sequence"));
    long expected = sequences.getOrDefault(line.topic() + " " + subject, 0L) + 1;
    require(sequence == expected, line, "ce_sequence", String.valueOf(expected));
    sequences.put(line.topic() + " " + subject, sequence);
    same(line, "ce_id", subject + ":" + sequence);

    JsonNode value = JSON.readTree(line.value());
    require(value.get("username").stringValue().equals(line.key()), line, "key", "the username");
    int slot = (Utils.murmur2(line.key().getBytes(UTF_8)) & 0x7fffffff) % SLOTS;
    require(line.partition() == slot % partitions, line, "partition", slot + " mod " + partitions);
    String aggregate = line.key();
    for (String id : List.of("sessionId", "orderId")) {
      if (value.has(id)) {
        aggregate = value.get(id).stringValue();
        boolean holdsSlot = Integer.parseInt(aggregate, 15, 18, 16) == slot;
        require(holdsSlot, line, id, "an id that holds the slot " + slot);
      }
    }
    same(line, "ce_subject", aggregate);
  }

  private void same(LogLine line, String header, String expected) {
    require(line.header(header).equals(expected), line, header, expected);
  }

  private void require(boolean holds, LogLine line, String what, String expected) {
    if (!holds) {
      broken.add(
          "%s: Expected %s to be %s, but it is %s"
              .formatted(line.place(), what, expected, actual(line, what)));
    }
  }

  private static String actual(LogLine line, String what) {
    return switch (what) {
      case "key" -> line.key();
      case "partition" -> String.valueOf(line.partition());
      case "offset" -> String.valueOf(line.offset());
      case "sessionId", "orderId" -> line.value();
      default -> line.header(what);
    };
  }
}
