package dev.tidemark.command.given;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Clients that place one order after the other, each under a key of its own, until they are
/// stopped.
public final class OrderLoad implements AutoCloseable {
  private static final String ORDER =
      "{\"currency\":\"GBP\",\"lines\":[{\"sku\":\"a\",\"quantity\":1,\"unitPrice\":\"1\"}]}";
  private static final int CLIENTS = 8;

  /// Between an answer and the next order: what is tested must get some of the processors as well.
  private static final int THINKING_MS = 50;

  private static final int ASK_AGAIN_AFTER_MS = 50;

  /// What a client does that gets no answer, or is told that nothing was decided.
  public enum WithoutAnswer {
    ASK_AGAIN,
    GIVE_UP
  }

  private final Poster poster;
  private final String name;
  private final WithoutAnswer withoutAnswer;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, String> givenUp = new ConcurrentHashMap<>();

  /// How many orders of each client were acknowledged. Guarded by this.
  private final int[] placed = new int[CLIENTS];

  /// Clients that place no more orders. Guarded by this.
  private final Set<Integer> ended = new HashSet<>();

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> clients = new ArrayList<>();

  public OrderLoad(Poster poster, String name, WithoutAnswer withoutAnswer)
      throws IOException, InterruptedException {
    this.poster = poster;
    this.name = name;
    this.withoutAnswer = withoutAnswer;
    for (int i = 0; i < CLIENTS; i++) {
      String username = name + i;
      poster.post("register", "/v1/users", "{\"username\":\"" + username + "\"}");
      int client = i;
      clients.add(executor.submit(() -> placeOrders(client, username)));
    }
  }

  /// Waits until so many more orders were acknowledged, whosoever they are.
  public synchronized void awaitAnswers(int count) throws InterruptedException {
    int before = IntStream.of(placed).sum();
    while (IntStream.of(placed).sum() < before + count) {
      wait();
    }
  }

  /// Waits until so many more orders of each client were acknowledged, counted from now, but not
  /// for clients that have given up.
  public synchronized void awaitAnswersOfEach(int count) throws InterruptedException {
    int[] before = placed.clone();
    while (!IntStream.range(0, CLIENTS)
        .allMatch(client -> placed[client] >= before[client] + count || ended.contains(client))) {
      wait();
    }
  }

  /// The answers by the keys of their commands, which name the load and the client too.
  public Map<String, String> answers() {
    return Map.copyOf(answers);
  }

  /// What clients were told last, or saw, that got no answer when they asked at first.
  public Map<String, String> givenUp() {
    return Map.copyOf(givenUp);
  }

  public String name() {
    return name;
  }

  /// Returns when every client has got its last answer.
  @Override
  public void close() {
    stopping.countDown();
    executor.close();
    clients.forEach(Future::resultNow);
  }

  private Void placeOrders(int client, String username) throws InterruptedException {
    int i = 0;
    while (place(username, username + "-" + i++)) {
      hasPlaced(client);
      if (stopping.await(THINKING_MS, TimeUnit.MILLISECONDS)) {
        return null;
      }
    }
    hasEnded(client);
    return null;
  }

  private synchronized void hasPlaced(int client) {
    placed[client]++;
    notifyAll();
  }

  private synchronized void hasEnded(int client) {
    ended.add(client);
    notifyAll();
  }

  private boolean place(String username, String key) throws InterruptedException {
    while (!isPlaced(username, key)) {
      if (withoutAnswer == WithoutAnswer.GIVE_UP) {
        return false;
      }
      stopping.await(ASK_AGAIN_AFTER_MS, TimeUnit.MILLISECONDS);
    }
    return true;
  }

  private boolean isPlaced(String username, String key) throws InterruptedException {
    try {
      var told = poster.post(key, "/v1/users/" + username + "/orders", ORDER);
      switch (told.status()) {
        case 201 -> answers.put(key, told.firstAnswer());
        case 503 -> givenUp.put(key, told.body());
        default -> throw new IllegalStateException(told.firstAnswer());
      }
    } catch (IOException brokenOff) {
      // Nothing is known of the command; that is what keys are for.
      givenUp.put(key, brokenOff.toString());
    }
    return answers.containsKey(key);
  }
}
