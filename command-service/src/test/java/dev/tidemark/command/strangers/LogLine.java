package dev.tidemark.command.strangers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// A record as text, however it was read.
///
/// @param headers by their names in Kafka
record LogLine(
    String topic,
    int partition,
    long offset,
    String key,
    Map<String, String> headers,
    String value) {
  LogLine {
    headers = Map.copyOf(headers);
  }

  /// As a plain consumer sees it.
  static LogLine of(ConsumerRecord<byte[], byte[]> consumed) {
    return line(consumed, texts(consumed.headers()), consumed.value());
  }

  /// Before it is sent, and so at offset 0.
  static LogLine of(ProducerRecord<byte[], byte[]> written) {
    return new LogLine(
        written.topic(),
        written.partition(),
        0,
        text(written.key()),
        texts(written.headers()),
        text(written.value()));
  }

  /// As the CloudEvents SDK sees it: its headers are what the SDK made of them.
  static LogLine ofCloudEvent(ConsumerRecord<byte[], CloudEvent> consumed) {
    CloudEvent event = consumed.value();
    var headers = new TreeMap<String, String>();
    headers.put("ce_specversion", event.getSpecVersion().toString());
    headers.put("ce_id", event.getId());
    headers.put("ce_type", event.getType());
    headers.put("ce_source", event.getSource().toString());
    headers.put("ce_subject", Objects.requireNonNull(event.getSubject()));
    headers.put("ce_time", Objects.requireNonNull(event.getTime()).toInstant().toString());
    headers.put("content-type", Objects.requireNonNull(event.getDataContentType()));
    for (String name : event.getExtensionNames()) {
      headers.put("ce_" + name, String.valueOf(event.getExtension(name)));
    }
    Header trace = consumed.headers().lastHeader("traceparent");
    if (trace != null) {
      headers.put("traceparent", text(trace.value()));
    }
    return line(consumed, headers, Objects.requireNonNull(event.getData()).toBytes());
  }

  private static LogLine line(
      ConsumerRecord<byte[], ?> consumed, Map<String, String> headers, byte[] value) {
    return new LogLine(
        consumed.topic(),
        consumed.partition(),
        consumed.offset(),
        text(consumed.key()),
        headers,
        text(value));
  }

  LogLine withHeader(String name, String changed) {
    var others = new TreeMap<>(headers);
    others.put(name, changed);
    return new LogLine(topic, partition, offset, key, others, value);
  }

  LogLine withoutHeader(String name) {
    var others = new TreeMap<>(headers);
    others.remove(name);
    return new LogLine(topic, partition, offset, key, others, value);
  }

  LogLine withValue(String changed) {
    return new LogLine(topic, partition, offset, key, headers, changed);
  }

  /// Empty if there is no such header.
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean isMarker() {
    return header("ce_type").equals("shard.opened.v1");
  }

  /// Where it stands, for findings.
  String place() {
    return topic + "/" + partition + "/" + offset;
  }

  private static Map<String, String> texts(Headers headers) {
    var texts = new TreeMap<String, String>();
    for (Header header : headers) {
      if (texts.put(header.key(), text(header.value())) != null) {
        throw new IllegalArgumentException("Expected one " + header.key() + ", but there are two");
      }
    }
    return texts;
  }

  private static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("Expected UTF-8", e);
    }
  }
}
