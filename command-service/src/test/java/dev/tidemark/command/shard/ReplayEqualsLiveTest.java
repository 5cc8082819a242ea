package dev.tidemark.command.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.aggregates.order.OrderCommand;
import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.aggregates.user.Change;
import dev.tidemark.command.aggregates.user.UserCommand;
import dev.tidemark.command.handling.Command;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.shard.FaultyLog.Fault;
import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is decided, and however the log fails meanwhile: a store made from the log alone is the
/// one that was kept while deciding, and asking everything again changes nothing.
class ReplayEqualsLiveTest {
  private static final int GROUPS = 120;
  private static final int GROUP_MAX = 12;

  /// Longer than all of it takes.
  private static final Duration WINDOW = Duration.ofDays(1);

  private static final Duration SHORT_WINDOW = Duration.ofMinutes(5);

  private final TestClock clock = new TestClock();
  private final Progress progress = new Progress(0, clock);
  private final ShardMeters meters = new ShardMeters(new Metrics());
  private final MemoryLog memory = new MemoryLog();
  private final FaultyLog log = new FaultyLog(memory.writer());
  private final Map<String, Command> asked = new HashMap<>();
  private final Map<String, Reply.Done> done = new HashMap<>();
  private final List<OrderId> orders = new ArrayList<>();
  private final List<SessionId> sessions = new ArrayList<>();
  private MemoryStateStore live;
  private GroupCommit commits;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 20_260_101})
  void aStoreMadeFromTheLogIsTheOneThatWasKept(long seed) throws Exception {
    run(new Random(seed), WINDOW);

    assertThat(fromTheLog(WINDOW)).isEqualTo(live.content());
    int events = memory.events().size();
    assertThat(done).hasSizeGreaterThan(GROUPS);
    open();
    for (var first : done.entrySet()) {
      var again = Commands.request(first.getKey(), asked.get(first.getKey()));
      decide(List.of(again));
      assertThat(again.await(clock)).isEqualTo(new Reply.Done(first.getValue().outcome(), true));
    }
    assertThat(memory.events()).hasSize(events);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 20_260_101})
  void aStoreMadeFromTheLogForgotTheSameKeys(long seed) throws Exception {
    run(new Random(seed), SHORT_WINDOW);

    assertThat(memory.events()).anyMatch(this::isForgotten).anyMatch(it -> !isForgotten(it));
    assertThat(fromTheLog(SHORT_WINDOW)).isEqualTo(live.content());
  }

  private boolean isForgotten(Envelope event) {
    return live.outcome(event.event().username(), event.commandId()) == null;
  }

  private List<Object> fromTheLog(Duration keyWindow) throws LogFailedException {
    var fresh = new MemoryStateStore(keyWindow);
    Replay.into(fresh, log, log.open(), progress);
    return fresh.content();
  }

  private void run(Random random, Duration keyWindow) throws Exception {
    live = new MemoryStateStore(keyWindow);
    open();
    for (int group = 0; group < GROUPS; group++) {
      var pendings = new ArrayList<Pending>();
      for (int i = random.nextInt(GROUP_MAX); i >= 0; i--) {
        String key = "k" + group + "-" + i;
        Command command = command(random);
        asked.put(key, command);
        pendings.add(Commands.request(key, command));
      }
      maybeFault(random);
      decide(pendings);
      for (Pending pending : pendings) {
        if (pending.await(clock) instanceof Reply.Done told) {
          done.put(pending.request().id().value(), told);
        }
      }
      // Now and then it is set back.
      clock.advance(Duration.ofSeconds(random.nextInt(60) - 10));
    }
  }

  private void maybeFault(Random random) {
    switch (random.nextInt(6)) {
      case 0 -> log.next(Fault.APPEND_REFUSED);
      case 1 -> log.next(Fault.REPLY_LOST);
      default -> {}
    }
  }

  private void open() throws LogFailedException {
    Opened opened = log.open();
    Replay.into(live, log, opened, progress);
    commits = new GroupCommit(0, live, log, opened.term(), clock, meters);
  }

  private void decide(List<Pending> group) throws LogFailedException {
    for (int attempt = 1; ; attempt++) {
      try {
        commits.decide(group);
        return;
      } catch (LogFailedException e) {
        assertThat(attempt).isLessThan(10);
        open();
      }
    }
  }

  private Command command(Random random) {
    var username = new Username("user" + random.nextInt(5));
    return switch (random.nextInt(14)) {
      case 0, 1 -> user(new UserCommand.Register(username, null, null, new Country("Germany")));
      case 2 ->
          user(
              new UserCommand.ChangeProfile(
                  username,
                  Change.keep(),
                  Change.keep(),
                  Change.to(random.nextBoolean() ? new Country("France") : null)));
      case 3 -> user(new UserCommand.Deactivate(username, null));
      case 4 -> user(new UserCommand.Reactivate(username));
      case 5 -> {
        var id = SessionId.mint(username.slot(), clock.instant(), random);
        sessions.add(id);
        yield Commands.of(new SessionCommand.Start(id, username, Duration.ofMinutes(10)));
      }
      case 6 -> Commands.of(new SessionCommand.Touch(anySession(random, username)));
      case 7 ->
          Commands.of(new SessionCommand.End(anySession(random, username), SessionEnd.LOGOUT));
      case 8, 9 -> {
        var id = OrderId.mint(username.slot(), clock.instant(), random);
        orders.add(id);
        yield Commands.of(place(id, username, random));
      }
      case 10 -> Commands.of(new OrderCommand.Pay(anyOrder(random, username), null));
      case 11 -> Commands.of(new OrderCommand.Ship(anyOrder(random, username), null, null));
      case 12 -> Commands.of(new OrderCommand.Cancel(anyOrder(random, username), null));
      default ->
          Commands.of(
              new OrderCommand.Refund(anyOrder(random, username), Amount.parse("0.01"), null));
    };
  }

  private static Command user(UserCommand command) {
    return new Command.OfUser(command);
  }

  private static OrderCommand.Place place(OrderId id, Username username, Random random) {
    var line =
        new OrderLine(
            new Sku("A"), new Description(""), 1 + random.nextInt(9), Amount.parse("1.255"));
    return OrderCommand.Place.of(id, username, null, null, new CurrencyCode("GBP"), List.of(line));
  }

  private OrderId anyOrder(Random random, Username username) {
    return orders.isEmpty()
        ? OrderId.mint(username.slot(), clock.instant(), random)
        : orders.get(random.nextInt(orders.size()));
  }

  private SessionId anySession(Random random, Username username) {
    return sessions.isEmpty()
        ? SessionId.mint(username.slot(), clock.instant(), random)
        : sessions.get(random.nextInt(sessions.size()));
  }
}
