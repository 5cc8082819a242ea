package dev.tidemark.chaos.load;

import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.events.value.Username;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// What one customer believes of themselves. Several clients may act for them at once. Thread-safe.
final class Customer {
  /// More would make what a customer believes useless; fewer would never disagree.
  private static final int AT_ONCE_MAX = 2;

  private static final int ORDERS_MAX = 40;
  private static final int SESSIONS_MAX = 10;

  private final String username;
  private final int shard;
  private final Semaphore turns = new Semaphore(AT_ONCE_MAX);
  private final Deque<Placed> orders = new ArrayDeque<>();
  private final Deque<String> sessions = new ArrayDeque<>();
  private boolean registered;
  private boolean active = true;
  private long version;
  private String token = "";

  Customer(String username, int shards) {
    this.username = username;
    this.shard = new Username(username).slot().shard(shards);
  }

  String username() {
    return username;
  }

  int shard() {
    return shard;
  }

  boolean beginTurn() {
    return turns.tryAcquire();
  }

  void endTurn() {
    turns.release();
  }

  synchronized boolean isRegistered() {
    return registered;
  }

  synchronized boolean isActive() {
    return active;
  }

  synchronized long version() {
    return version;
  }

  /// Of the last answer to a command of theirs; empty before the first.
  synchronized String token() {
    return token;
  }

  /// Any of the orders that are in one of these stages.
  synchronized @Nullable Placed order(Random random, List<Placed.Stage> stages) {
    return any(random, orders.stream().filter(order -> stages.contains(order.stage())).toList());
  }

  synchronized List<String> orders() {
    return orders.stream().map(Placed::id).toList();
  }

  synchronized @Nullable String session(Random random) {
    return any(random, List.copyOf(sessions));
  }

  /// @param target of the intent, or the id that was made
  /// @param newVersion of the target
  synchronized void acknowledged(Intent intent, String target, long newVersion, String newToken) {
    token = newToken;
    switch (intent.command()) {
      case REGISTER -> {
        registered = true;
        version = newVersion;
      }
      case CHANGE_PROFILE -> version = newVersion;
      case DEACTIVATE, REACTIVATE -> {
        active = intent.command() == Command.REACTIVATE;
        version = newVersion;
      }
      case START -> add(sessions, target, SESSIONS_MAX);
      case TOUCH, END -> {}
      case PLACE -> add(orders, new Placed(target, Placed.Stage.PLACED, false), ORDERS_MAX);
      case PAY -> became(target, Placed.Stage.PAID);
      case SHIP -> became(target, Placed.Stage.SHIPPED);
      case DELIVER -> became(target, Placed.Stage.DELIVERED);
      case CANCEL -> became(target, Placed.Stage.CANCELLED);
      case REFUND -> replaced(target, false, Placed.Stage.PLACED);
    }
  }

  /// What was believed of it was not so: somebody did it whose answer never came, or meanwhile.
  ///
  /// @param code of the problem
  synchronized void refused(Intent intent, String code) {
    switch (code) {
      case "username-taken" -> registered = true;
      case "user-not-active" -> active = false;
      default -> {
        sessions.remove(intent.target());
        orders.removeIf(order -> order.id().equals(intent.target()));
      }
    }
  }

  private void became(String order, Placed.Stage stage) {
    replaced(order, true, stage);
  }

  private void replaced(String id, boolean moves, Placed.Stage stage) {
    var all = new ArrayList<>(orders);
    orders.clear();
    all.forEach(order ->
        orders.addLast(
            !order.id().equals(id) ? order : moves ? order.now(stage) : order.afterRefund()));
  }

  /// The oldest is forgotten for it.
  private static <T> void add(Deque<T> all, T one, int max) {
    all.addLast(one);
    if (all.size() > max) {
      all.removeFirst();
    }
  }

  private static <T> @Nullable T any(Random random, List<T> all) {
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }
}
