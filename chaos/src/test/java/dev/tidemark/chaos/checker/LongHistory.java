package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.checker.Stores.Stored;
import dev.tidemark.chaos.checker.Stores.TimelineRow;
import dev.tidemark.chaos.history.Command;
import dev.tidemark.chaos.history.Freshness;
import dev.tidemark.chaos.history.History;
import dev.tidemark.chaos.history.HistoryEntry;
import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.HistoryEntry.Invoked;
import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.history.Intent;
import dev.tidemark.chaos.history.Outcome;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.history.Seen;
import dev.tidemark.chaos.log.Json;
import dev.tidemark.chaos.log.LogRecord;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.View;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// A history, its log and its stores that are made while they are read, so that whatever memory a
/// checker takes is its own. Users change their e-mail addresses in turn; each change is read
/// twice.
///
/// @param commands how many
/// @param users a multiple of the number of shards
record LongHistory(long commands, int users) implements History {
  private static final int SHARDS = 4;
  private static final int STEP = 100;
  private static final Instant BEGAN = Instant.parse("2026-11-24T10:00:00Z");

  @Override
  public void forEach(Consumer<? super HistoryEntry> reader) {
    for (long command = 0; command < commands; command++) {
      long at = command * STEP;
      long version = version(command);
      String body = body(command);
      reader.accept(new Invoked(command, user(command), key(command), intent(command), at));
      reader.accept(
          new Attempted(
              command,
              1,
              "command-1",
              at,
              at + 10,
              new Outcome.Acknowledged(
                  version == 1 ? 201 : 200,
                  "{\"username\":\"%s\",\"version\":%d}".formatted(name(command), version),
                  version,
                  token(command),
                  false)));
      var seen = new Seen.State(version, body, token(command), "redis");
      reader.accept(read(2 * command, command, Freshness.TOKEN, token(command), seen));
      reader.accept(read(2 * command + 1, command, Freshness.STRONG, "", seen));
    }
  }

  private Read read(long number, long command, Freshness freshness, String carried, Seen seen) {
    long at = command * STEP + 20 + 10 * (number % 2);
    return new Read(
        number, 1, freshness, Resource.USER, name(command), carried, "query-1", at, at + 5, seen);
  }

  Iterable<LogRecord> log() {
    return () -> LongStream.range(0, commands).<LogRecord>mapToObj(this::fact).iterator();
  }

  Stores stores() {
    return new Stores() {
      @Override
      public void rows(Resource resource, Consumer<? super Stored> reader) {
        if (resource == Resource.USER) {
          LongStream.range(Math.max(0, commands - users), commands)
              .forEach(command -> reader.accept(stored(command)));
        }
      }

      @Override
      public void cached(Consumer<? super Stored> reader) {
        rows(Resource.USER, reader);
      }

      @Override
      public void timeline(Consumer<? super TimelineRow> reader) {
        LongStream.range(0, commands)
            .mapToObj(LongHistory.this::fact)
            .map(fact ->
                new TimelineRow(
                    fact.resource(),
                    fact.partition(),
                    fact.offset(),
                    fact.id(),
                    fact.sequence(),
                    fact.type(),
                    fact.customer(),
                    fact.key(),
                    fact.data()))
            .forEach(reader);
      }

      @Override
      public void sales(Consumer<? super Sale> reader) {}

      @Override
      public long parked() {
        return 0;
      }
    };
  }

  private Stored stored(long command) {
    var view = View.ofJson(Json.object(body(command)));
    return new Stored(Resource.USER, name(command), command / SHARDS, view, "");
  }

  private Fact fact(long command) {
    return new Fact(
        Resource.USER,
        (int) (command % SHARDS),
        command / SHARDS,
        name(command),
        version(command) == 1 ? "user.registered.v1" : "user.profile-changed.v1",
        name(command),
        version(command),
        key(command),
        1,
        BEGAN.plusMillis(command),
        "{\"username\":\"%s\",\"email\":\"%s\"}".formatted(name(command), email(command)));
  }

  private Intent intent(long command) {
    return new Intent(
        version(command) == 1 ? Command.REGISTER : Command.CHANGE_PROFILE,
        name(command),
        name(command),
        "{\"email\":\"%s\"}".formatted(email(command)),
        null);
  }

  private String body(long command) {
    return """
    {"username":"%s","status":"active","email":"%s","registeredAt":"%s","updatedAt":"%s","version":%d}\
    """
        .formatted(
            name(command),
            email(command),
            BEGAN.plusMillis(user(command)),
            BEGAN.plusMillis(command),
            version(command));
  }

  private static String token(long command) {
    int shard = (int) (command % SHARDS);
    return ConsistencyToken.of(new Position(EventTopic.USERS, shard, command / SHARDS)).encode();
  }

  private long version(long command) {
    return command / users + 1;
  }

  private int user(long command) {
    return (int) (command % users);
  }

  private String name(long command) {
    return "user-" + user(command);
  }

  private static String key(long command) {
    return "a-run-and-its-number-" + command;
  }

  private static String email(long command) {
    return "somebody-%d@example.org".formatted(command);
  }
}
