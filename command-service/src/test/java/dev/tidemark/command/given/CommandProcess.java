package dev.tidemark.command.given;

import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The command service as a process of its own, with a broker of its own.
public final class CommandProcess implements AutoCloseable {
  private final LocalStack stack = LocalStack.onDemand();
  private final DataDirectory directory;
  private final ServiceProcess service;

  public CommandProcess(Path directory) {
    this(directory, Map.of());
  }

  /// @param further settings, beside those that it cannot do without
  public CommandProcess(Path directory, Map<String, String> further) {
    this.directory = new DataDirectory(directory);
    var settings = new HashMap<>(further);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers());
    settings.put("COMMAND_STATE_DIR", state().toString());
    settings.put("COMMAND_SESSION_SECRET", "a secret for tests, of some length");
    this.service = new ServiceProcess(Service.COMMAND, this.directory, Ports.free(), settings);
    service.start();
  }

  public KafkaServer kafka() {
    return stack.kafka();
  }

  public ServiceProcess service() {
    return service;
  }

  public Client client() {
    return new Client(service.url());
  }

  public EventsInKafka events() {
    return new EventsInKafka(stack.kafka().bootstrapServers());
  }

  /// Takes its state from the service while it does not run.
  public void wipeState() {
    new DataDirectory(state()).delete();
    if (Files.exists(state())) {
      throw new UncheckedIOException(new IOException("Expected no state, but it is there"));
    }
  }

  private Path state() {
    return directory.of("state");
  }

  @Override
  public void close() {
    service.close();
    stack.close();
  }
}
