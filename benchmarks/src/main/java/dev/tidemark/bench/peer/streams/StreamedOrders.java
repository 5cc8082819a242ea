package dev.tidemark.bench.peer.streams;

import dev.tidemark.bench.peer.KeyedId;
import dev.tidemark.bench.peer.NewOrder;
import dev.tidemark.bench.peer.Order;
import dev.tidemark.bench.peer.Orders;
import dev.tidemark.bench.peer.PeerSettings;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Commands go into a topic, a stream processor decides them on stores of its own, events and
/// replies come out, all within Kafka's transactions; the HTTP front waits for the reply.
///
/// - `exactly_once_v2`. A reply can be read when it is committed, so that the interval between
///   commits is what clients wait for: 100 ms by default under exactly-once, here 10 ms.
/// - As many partitions as Tidemark has shards, as many threads as processors.
/// - Stores in RocksDB with changelogs, as by default. The id of an order comes from the key, so
///   that the store of orders shows which were placed already.
final class StreamedOrders implements Orders {
  private static final String COMMANDS = "streams-commands";
  private static final String EVENTS = "streams-events";
  private static final String REPLIES = "streams-replies";
  private static final int PARTITIONS = 4;
  private static final int THREADS = 2;
  private static final long COMMIT_EVERY_MS = 10;
  private static final Duration READY_WITHIN = Duration.ofMinutes(1);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final KafkaStreams streams;
  private final KafkaProducer<String, byte[]> producer;
  private final Replies replies;
  private final AtomicLong requests = new AtomicLong();

  private StreamedOrders(
      KafkaStreams streams, KafkaProducer<String, byte[]> producer, Replies replies) {
    this.streams = streams;
    this.producer = producer;
    this.replies = replies;
  }

  static Orders open(PeerSettings settings) throws InterruptedException, ExecutionException {
    createTopics(settings.kafka());
    var streams = new KafkaStreams(topology(), config(settings));
    var running = new CountDownLatch(1);
    streams.setStateListener((now, _) -> {
      if (now == KafkaStreams.State.RUNNING) {
        running.countDown();
      }
    });
    streams.start();
    if (!running.await(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Expected Kafka Streams to run, but it was " + streams.state());
    }
    return new StreamedOrders(
        streams, producer(settings.kafka()), new Replies(settings.kafka(), REPLIES, PARTITIONS));
  }

  @Override
  public void register(Username customer) throws Exception {
    byte[] _ = ask(customer, new Command(nextRequest(), null));
  }

  @Override
  public Order place(Username customer, String key, NewOrder asked) throws Exception {
    Order order = Order.of(KeyedId.of(customer, key), customer.value(), asked);
    if (ask(customer, new Command(nextRequest(), order))[0] == Deciding.REFUSED[0]) {
      throw Problem.notFound("Expected customer " + customer + ", but there is none").exception();
    }
    return order;
  }

  @Override
  public Optional<Order> find(String orderId) {
    byte[] found =
        streams
            .store(
                StoreQueryParameters.fromNameAndType(
                    Deciding.ORDERS, QueryableStoreTypes.<String, byte[]>keyValueStore()))
            .get(orderId);
    return Optional.ofNullable(found).map(json -> Command.read(json).order());
  }

  @Override
  public void close() {
    producer.close();
    boolean _ =
        streams.close(
            CloseOptions.timeout(ANSWER_WITHIN)
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    replies.close();
  }

  private byte[] ask(Username customer, Command command) throws Exception {
    var reply = replies.to(command.request());
    try {
      Future<RecordMetadata> _ =
          producer.send(new ProducerRecord<>(COMMANDS, customer.value(), command.write()));
      return reply.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw Problem.notDecided("Expected a reply in time", Duration.ofSeconds(1)).exception();
    } finally {
      replies.forget(command.request());
    }
  }

  private String nextRequest() {
    return Long.toString(requests.incrementAndGet());
  }

  private static Topology topology() {
    var topology = new Topology();
    topology.addSource("commands", new StringDeserializer(), new ByteArrayDeserializer(), COMMANDS);
    topology.addProcessor("decide", Deciding::new, "commands");
    topology.addStateStore(store(Deciding.CUSTOMERS), "decide");
    topology.addStateStore(store(Deciding.ORDERS), "decide");
    topology.addSink(
        Deciding.EVENTS_SINK, EVENTS, new StringSerializer(), new ByteArraySerializer(), "decide");
    topology.addSink(
        Deciding.REPLIES_SINK,
        REPLIES,
        new StringSerializer(),
        new ByteArraySerializer(),
        "decide");
    return topology;
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
  }

  private static Properties config(PeerSettings settings) {
    var config = new Properties();
    config.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            "streamed-orders",
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.kafka(),
            StreamsConfig.STATE_DIR_CONFIG,
            settings.stateDirectory(),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            COMMIT_EVERY_MS,
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            THREADS,
            StreamsConfig.REPLICATION_FACTOR_CONFIG,
            1));
    return config;
  }

  private static KafkaProducer<String, byte[]> producer(String brokers) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            0),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static void createTopics(String brokers) throws ExecutionException, InterruptedException {
    Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    try (var admin = Admin.create(config)) {
      Set<String> there = admin.listTopics().names().get();
      List<NewTopic> missing =
          Stream.of(COMMANDS, EVENTS, REPLIES)
              .filter(name -> !there.contains(name))
              .map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.empty()))
              .toList();
      admin.createTopics(missing).all().get();
    }
  }
}
