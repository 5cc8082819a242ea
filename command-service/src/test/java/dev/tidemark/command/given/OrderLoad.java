package dev.tidemark.command.given;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

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
  private final Semaphore answered = new Semaphore(0);
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
      clients.add(executor.submit(() -> placeOrders(username)));
    }
  }

  /// Waits until so many more orders were acknowledged.
  public void awaitAnswers(int count) throws InterruptedException {
    answered.acquire(count);
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

  private Void placeOrders(String username) throws InterruptedException {
    int i = 0;
    do {
      if (!place(username, username + "-" + i++)) {
        return null;
      }
    } while (!stopping.await(THINKING_MS, TimeUnit.MILLISECONDS));
    return null;
  }

  private boolean place(String username, String key) throws InterruptedException {
    while (!isPlaced(username, key)) {
      if (withoutAnswer == WithoutAnswer.GIVE_UP) {
        return false;
      }
      stopping.await(ASK_AGAIN_AFTER_MS, TimeUnit.MILLISECONDS);
    }
    answered.release();
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
