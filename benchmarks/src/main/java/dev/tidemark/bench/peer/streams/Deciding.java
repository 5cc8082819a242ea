package dev.tidemark.bench.peer.streams;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Decides the commands of one partition, one after the other, on what its stores hold. What it
/// puts and what it sends becomes visible with the commit, all of it or nothing.
final class Deciding implements Processor<String, byte[], String, byte[]> {
  static final String CUSTOMERS = "customers";
  static final String ORDERS = "orders";
  static final String EVENTS_SINK = "events";
  static final String REPLIES_SINK = "replies";

  /// The reply to a command that was done.
  static final byte[] DONE = {'1'};

  /// The reply to an order of nobody.
  static final byte[] REFUSED = {'0'};

  private @Nullable ProcessorContext<String, byte[]> context;
  private @Nullable KeyValueStore<String, byte[]> customers;
  private @Nullable KeyValueStore<String, byte[]> orders;

  @Override
  public void init(ProcessorContext<String, byte[]> its) {
    context = its;
    customers = its.getStateStore(CUSTOMERS);
    orders = its.getStateStore(ORDERS);
  }

  /// @param command under the name of its customer
  @Override
  public void process(Record<String, byte[]> command) {
    var known = required(customers);
    Command asked = Command.read(command.value());
    var order = asked.order();
    if (order == null) {
      known.put(command.key(), DONE);
      reply(command, asked, DONE);
    } else if (known.get(command.key()) == null) {
      reply(command, asked, REFUSED);
    } else {
      // An order that is there was placed under the same key.
      if (required(orders).putIfAbsent(order.orderId(), command.value()) == null) {
        required(context).forward(command, EVENTS_SINK);
      }
      reply(command, asked, DONE);
    }
  }

  private void reply(Record<String, byte[]> command, Command asked, byte[] reply) {
    required(context).forward(command.withKey(asked.request()).withValue(reply), REPLIES_SINK);
  }

  private static <T> T required(@Nullable T initialized) {
    if (initialized == null) {
      throw new IllegalStateException("Expected to be initialized first");
    }
    return initialized;
  }
}
