package dev.tidemark.operator.admin;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.operator.archive.ImportTarget;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A system, behind its command services, of which any does. A step that is not answered is asked
/// for again, of the next one, for a minute: it does no harm to have been done.
final class ImportClient implements ImportTarget, AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /// Without a single answer to one step.
  private static final Duration AWAY_MAX = Duration.ofMinutes(1);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<AdminClient> services;
  private final AtomicInteger current = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);

  /// @param urls of command services, at least one
  ImportClient(List<URI> urls) {
    this.services = urls.stream().map(AdminClient::new).toList();
  }

  @FunctionalInterface
  private interface Step {
    JsonNode ask(AdminClient service) throws InterruptedException;
  }

  @Override
  public Standing look(int shard) throws InterruptedException {
    return done(service -> service.get(path(shard)));
  }

  @Override
  public Standing begin(int shard, String source) throws InterruptedException {
    String encoded = URLEncoder.encode(source, StandardCharsets.UTF_8).replace("+", "%20");
    return done(service -> service.post(path(shard) + "/beginning?source=" + encoded, ""));
  }

  @Override
  public Standing take(int shard, EventTopic topic, Prefix after, List<byte[]> lines)
      throws InterruptedException {
    var body = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      body.writeBytes(line);
      body.write('\n');
    }
    String path =
        "%s/events/%s?events=%d&sha256=%s"
            .formatted(path(shard), topic.topicName(), after.events(), after.sha256());
    return done(service -> service.post(path, "application/x-ndjson", body.toByteArray()));
  }

  @Override
  public Standing end(int shard, ShardImport whole) throws InterruptedException {
    var body = JSON.createObjectNode();
    body.putPOJO("users", whole.users());
    body.putPOJO("sessions", whole.sessions());
    body.putPOJO("orders", whole.orders());
    String json = JSON.writeValueAsString(body);
    return done(service -> service.post(path(shard) + "/ending", json));
  }

  @Override
  public void close() {
    services.forEach(AdminClient::close);
  }

  private static String path(int shard) {
    return "/v1/admin/imports/" + shard;
  }

  private Standing done(Step step) throws InterruptedException {
    long givenUpAt = System.nanoTime() + AWAY_MAX.toNanos();
    while (true) {
      int number = current.get();
      try {
        return standing(step.ask(services.get(number % services.size())));
      } catch (Failure e) {
        if (e.exitCode() != ExitCode.NO_ANSWER || System.nanoTime() > givenUpAt) {
          throw e;
        }
        current.compareAndSet(number, number + 1);
        boolean _ = never.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private static Standing standing(JsonNode answer) {
    Optional<ShardImport> imported =
        answer.has("imported")
            ? Optional.of(JSON.treeToValue(answer.required("imported"), ShardImport.class))
            : Optional.empty();
    return new Standing(
        answer.required("shards").asInt(), answer.required("empty").asBoolean(), imported);
  }
}
