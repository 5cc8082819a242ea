package dev.tidemark.projection.admin;

import dev.tidemark.projection.batch.RawRecord;
import dev.tidemark.projection.log.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A record of the log as a line of JSON from which it can be made again, byte for byte: what is
/// text stands there as it is, what is not as Base64, and what is null is absent.
final class RawLine {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RawLine() {}

  static String of(StoredRecord stored) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("offset", stored.offset());
    line.put("timestamp", stored.timestampMs());
    put(line, "key", stored.raw().key());
    var headers = line.putArray("headers");
    for (RawRecord.Header header : stored.raw().headers()) {
      put(headers.addObject().put("name", header.name()), "value", header.value());
    }
    put(line, "value", stored.raw().value());
    return MAPPER.writeValueAsString(line);
  }

  private static void put(ObjectNode line, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    try {
      line.put(name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      line.put(name + "Base64", Base64.getEncoder().encodeToString(bytes));
    }
  }
}
