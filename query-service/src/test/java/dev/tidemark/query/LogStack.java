package dev.tidemark.query;

import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.LocalStack;

/// One broker with the event topics for all tests here that read the log. They may hurt it, if they
/// heal it.
final class LogStack {
  private static final LocalStack STACK = LocalStack.onDemand();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(STACK::close, "close-log-stack"));
  }

  private LogStack() {}

  static KafkaServer kafka() throws Exception {
    var kafka = STACK.kafka();
    WrittenLog.createTopics(kafka.bootstrapServers());
    return kafka;
  }
}
