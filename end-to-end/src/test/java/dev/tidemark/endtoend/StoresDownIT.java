package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.StackProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reads while the stores they come from are gone, and services that are stopped while they are
/// asked.
class StoresDownIT {
  private static final Duration HONEST_WITHIN = Duration.ofSeconds(2);
  private static final Duration WELL_WITHIN = Duration.ofSeconds(30);
  private static final int ANSWERS_BEFORE_STOP = 20;

  private static RunningTidemark tidemark;
  private static int newcomers;

  @BeforeAll
  static void start() {
    tidemark = RunningTidemark.start();
    assertThat(register("ada").status()).isEqualTo(201);
  }

  @BeforeEach
  void wellAgain() {
    tidemark.system().processes().forEach(process -> process.revive());
    // Both ways of reading work: from the cache, and past it.
    Wait.until(
        "reads from the cache",
        WELL_WITHIN,
        () -> newcomer().header("Tidemark-Source").equals("redis") && orders().status() == 200);
  }

  @AfterAll
  static void stop() {
    tidemark.close();
  }

  @Test
  void withoutRedisReadsComeFromPostgres() {
    var token = register("eve").header("Consistency-Token");
    tidemark.system().redis().kill();

    var answer = tidemark.queries().get("/v1/users/eve", "Consistency-Token", token);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Tidemark-Source")).isEqualTo("postgres");
  }

  @Test
  void withoutPostgresWhatIsCachedIsStillRead() {
    tidemark.system().postgres().kill();

    assertThat(ada().status()).isEqualTo(200);
    assertThat(inTime(this::orders).status()).isEqualTo(503);
  }

  @Test
  void withoutBothAnHonestAnswerComesInTime() {
    tidemark.system().redis().kill();
    tidemark.system().postgres().kill();

    for (int read = 1; read <= 5; read++) {
      var answer = inTime(() -> tidemark.queries().get("/v1/users/nobody"));

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
      assertThat(answer.header("Retry-After")).isNotEmpty();
      assertThat(answer.json().required("code").asString()).isEqualTo("unavailable");
    }
  }

  @Test
  void whatGoesWrongIsLoggedWithoutWhatIsPersonal() {
    var canaries = new Canaries(tidemark);
    canaries.plant();
    tidemark.system().redis().kill();
    tidemark.system().postgres().kill();

    canaries.plantOneMore();
    inTime(this::orders);

    Wait.until(
        "word of the outage",
        WELL_WITHIN,
        () -> tidemark.log(tidemark.system().projection()).contains("PostgreSQL did not"));
    tidemark
        .system()
        .processes()
        .forEach(process -> canaries.assertAbsent(process.name(), tidemark.log(process)));
  }

  /// The command service has a test of its own for that.
  @Test
  void servicesThatStopWhileTheyAreAskedDropNoRequest() {
    var services = List.of(tidemark.system().projection(), tidemark.system().query());
    var operators = new Http(tidemark.system().projection().url());
    var callers =
        Stream.of(true, false)
            .flatMap(keepsConnections ->
                Stream.of(
                    new SteadyCaller(operators.request("/v1/admin/lag"), keepsConnections),
                    new SteadyCaller(
                        tidemark.queries().request("/v1/users/ada"), keepsConnections)))
            .toList();
    var exits = services.stream().map(StackProcess::onExit).toList();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      callers.forEach(executor::submit);
      try {
        Wait.until(
            "all to be answered",
            WELL_WITHIN,
            () -> callers.stream().allMatch(caller -> caller.answers() >= ANSWERS_BEFORE_STOP));
      } finally {
        services.forEach(service -> executor.submit(service::stop));
      }
    }
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      services.forEach(service -> executor.submit(service::start));
    }

    assertThat(exits).extracting(CompletableFuture::join).containsOnly(0);
    assertThat(callers)
        .allSatisfy(caller -> {
          assertThat(caller.cut()).isEmpty();
          assertThat(caller.statuses()).isSubsetOf(200, 503);
        });
  }

  private static Http.Answer inTime(Supplier<Http.Answer> read) {
    long start = System.nanoTime();
    var answer = read.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HONEST_WITHIN);
    return answer;
  }

  /// A user whom the projection has written through and nobody has asked for: what was read before
  /// is in the query service's own memory.
  private static Http.Answer newcomer() {
    newcomers++;
    register("newcomer" + newcomers);
    return tidemark.queries().get("/v1/users/newcomer" + (newcomers - 1));
  }

  private static Http.Answer register(String user) {
    return tidemark
        .commands()
        .post("/v1/users", "{\"username\":\"" + user + "\"}", "Idempotency-Key", user);
  }

  private Http.Answer ada() {
    return tidemark.queries().get("/v1/users/ada");
  }

  private Http.Answer orders() {
    return tidemark.queries().get("/v1/orders?limit=1");
  }
}
