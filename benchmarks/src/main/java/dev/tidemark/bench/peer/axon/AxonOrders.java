package dev.tidemark.bench.peer.axon;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.bench.peer.KeyedId;
import dev.tidemark.bench.peer.NewOrder;
import dev.tidemark.bench.peer.Order;
import dev.tidemark.bench.peer.Orders;
import dev.tidemark.bench.peer.PeerSettings;
import dev.tidemark.bench.peer.PostgresPool;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.problem.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;

/// Axon Framework with its own event storage over JDBC, and no other server than PostgreSQL.
///
/// - Jackson for events, as its makers advise over the XML that is the default.
/// - Customers are cached, as its makers advise for aggregates that are asked often: to place an
///   order then reads nothing, and costs an insert and the commit of the unit of work.
/// - The command bus that runs a command in the thread that brought it: requests have their own.
/// - The id of an order comes from the key: Axon keeps no keys, but refuses a second first event.
final class AxonOrders implements Orders {
  private static final String UNIQUE_VIOLATION = "23505";

  private final HikariDataSource pool;
  private final Configuration axon;

  private AxonOrders(HikariDataSource pool, Configuration axon) {
    this.pool = pool;
    this.axon = axon;
  }

  static Orders open(PeerSettings settings) throws SQLException {
    HikariDataSource pool = PostgresPool.open(settings, "SELECT 1");
    Serializer serializer = Jackson3Serializer.builder().build();
    engine(() -> committing(pool), serializer).createSchema(PostgresEventTableFactory.INSTANCE);
    JdbcEventStorageEngine engine =
        engine(new UnitOfWorkAwareConnectionProviderWrapper(pool::getConnection), serializer);
    Configuration axon =
        DefaultConfigurer.defaultConfiguration()
            .configureSerializer(_ -> serializer)
            .configureEventSerializer(_ -> serializer)
            .configureMessageSerializer(_ -> serializer)
            .configureEmbeddedEventStore(_ -> engine)
            .configureAggregate(
                AggregateConfigurer.defaultConfiguration(CustomerAggregate.class)
                    .configureWeakReferenceCache())
            .configureAggregate(OrderAggregate.class)
            .start();
    return new AxonOrders(pool, axon);
  }

  @Override
  public void register(Username customer) {
    try {
      Object _ = axon.commandGateway().sendAndWait(new RegisterCustomer(customer.value()));
    } catch (AggregateStreamCreationException _) {
      // Registered already.
    }
  }

  @Override
  public Order place(Username customer, String key, NewOrder asked) {
    Order order = Order.of(KeyedId.of(customer, key), customer.value(), asked);
    try {
      Object _ = axon.commandGateway().sendAndWait(new PlaceOrder(customer.value(), order));
      return order;
    } catch (AggregateNotFoundException e) {
      throw Problem.notFound("Expected customer " + customer + ", but there is none").exception();
    } catch (AggregateStreamCreationException e) {
      return find(order.orderId()).orElseThrow(() -> e);
    }
  }

  @Override
  public Optional<Order> find(String orderId) {
    return axon.eventStore()
        .readEvents(orderId)
        .asStream()
        .map(event -> ((OrderPlaced) event.getPayload()).order())
        .findFirst();
  }

  @Override
  public void close() {
    axon.shutdown();
    pool.close();
  }

  private static JdbcEventStorageEngine engine(
      ConnectionProvider connections, Serializer serializer) {
    return JdbcEventStorageEngine.builder()
        .snapshotSerializer(serializer)
        .eventSerializer(serializer)
        .persistenceExceptionResolver(AxonOrders::isDuplicate)
        .connectionProvider(connections)
        .transactionManager(NoTransactionManager.instance())
        .build();
  }

  /// Its own resolver knows an exception for that which PostgreSQL's driver does not throw.
  private static boolean isDuplicate(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused && UNIQUE_VIOLATION.equals(refused.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /// For what makes tables, which commits nothing.
  private static Connection committing(HikariDataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    connection.setAutoCommit(true);
    return connection;
  }
}
