package dev.tidemark.localstack;

import java.util.List;

/// The three servers for tests, in a directory of their own and on free ports; with
/// `-Dstack=containers` as containers, without tests noticing.
///
/// ```java
/// try (var stack = LocalStack.start()) {
///   stack.kafka().bootstrapServers(); stack.postgres().jdbcUrl(); stack.redis().url();
/// }
/// ```
public final class LocalStack implements AutoCloseable {
  private final DataDirectory directory = DataDirectory.temporary();
  private final KafkaServer kafka =
      new KafkaServer(directory, Profile.TEST, Ports.free(), Ports.free());
  private final PostgresServer postgres = new PostgresServer(directory, Profile.TEST, Ports.free());
  private final RedisServer redis = new RedisServer(directory, Ports.free());

  private LocalStack() {}

  /// All three, ready.
  public static LocalStack start() {
    var stack = new LocalStack();
    try {
      Together.each(stack.servers(), StackProcess::start);
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /// None running yet: each server starts when it is first asked for.
  public static LocalStack onDemand() {
    return new LocalStack();
  }

  /// One for all tests of this JVM, on demand, gone with the JVM. Tests keep apart by topics,
  /// [databases][PostgresServer#createDatabase] and keys of their own, and hurt it not.
  public static LocalStack shared() {
    return Shared.STACK;
  }

  public KafkaServer kafka() {
    return demanded(kafka);
  }

  public PostgresServer postgres() {
    return demanded(postgres);
  }

  public RedisServer redis() {
    return demanded(redis);
  }

  @Override
  public void close() {
    Together.each(servers(), StackProcess::close);
    directory.delete();
  }

  private List<StackProcess> servers() {
    return List.of(kafka, postgres, redis);
  }

  private static <S extends StackProcess> S demanded(S server) {
    server.startOnce();
    return server;
  }

  private static final class Shared {
    static final LocalStack STACK = new LocalStack();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(STACK::close, "close-local-stack"));
    }
  }
}
