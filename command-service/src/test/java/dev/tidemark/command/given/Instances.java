package dev.tidemark.command.given;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.localstack.Together;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Several command services as processes of their own, with one broker. As a [Poster] it is what a
/// load balancer is: it asks whoever is ready, and somebody else where nobody listens.
public final class Instances implements Poster, AutoCloseable {
  private static final int WATCHED_EVERY_MS = 50;

  private final LocalStack stack = LocalStack.onDemand();
  private final DataDirectory directory;
  private final List<ServiceProcess> services;
  private final List<Client> clients;
  private final AtomicInteger next = new AtomicInteger();
  private final Set<Integer> ready = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Thread> watches = new ArrayList<>();

  public Instances(Path root, int count) {
    this.directory = new DataDirectory(root);
    this.services = IntStream.rangeClosed(1, count).mapToObj(this::made).toList();
    this.clients = services.stream().map(service -> new Client(service.url())).toList();
    Together.each(services, ServiceProcess::start);
    for (int at = 0; at < count; at++) {
      int watched = at;
      watches.add(Thread.ofVirtual().start(() -> watch(watched)));
    }
  }

  private void watch(int at) {
    try {
      do {
        if (services.get(at).answers()) {
          ready.add(at);
        } else {
          ready.remove(at);
        }
      } while (!closing.await(WATCHED_EVERY_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ServiceProcess made(int number) {
    String name = "command-" + number;
    return new ServiceProcess(
        name,
        Service.COMMAND,
        directory,
        Ports.free(),
        0,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers(),
            "COMMAND_NODE", name,
            "COMMAND_STATE_DIR", directory.of(name).toString(),
            // However slow the machine is: what is parked is decided, and so is what waits.
            "COMMAND_PARK_MAX", "25s",
            "COMMAND_DEADLINE", "30s",
            "COMMAND_INBOX_WAIT_MAX", "30s",
            "HTTP_STOP_TIMEOUT", "40s",
            "STOP_TIMEOUT", "60s",
            "COMMAND_SESSION_SECRET", "a secret for tests, of some length"));
  }

  public KafkaServer kafka() {
    return stack.kafka();
  }

  /// @param number from 1 on
  public ServiceProcess instance(int number) {
    return services.get(number - 1);
  }

  public Client client(int number) {
    return clients.get(number - 1);
  }

  public EventsInKafka events() {
    return new EventsInKafka(stack.kafka().bootstrapServers());
  }

  /// What an instance has logged.
  public List<String> log(int number) throws IOException {
    return Files.readAllLines(directory.log(instance(number).name()));
  }

  @Override
  public Client.Told post(String key, String path, String body)
      throws IOException, InterruptedException {
    while (true) {
      int at = Math.floorMod(next.getAndIncrement(), services.size());
      try {
        if (ready.contains(at)) {
          return clients.get(at).post(key, path, body);
        }
      } catch (ConnectException _) {
        // Nobody listens there any more: the next one.
      }
      boolean _ = closing.await(1, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Together.each(services, ServiceProcess::close);
    stack.close();
  }
}
