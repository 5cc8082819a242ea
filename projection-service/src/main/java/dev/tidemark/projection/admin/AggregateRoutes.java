package dev.tidemark.projection.admin;

import dev.tidemark.projection.admin.AggregateReport.InLog;
import dev.tidemark.projection.admin.AggregateReport.InPostgres;
import dev.tidemark.projection.admin.AggregateReport.InRedis;
import dev.tidemark.projection.admin.AggregateReport.Verdict;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.cache.CacheLook;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.log.LogReader;
import dev.tidemark.projection.log.LogReader.Bounds;
import dev.tidemark.projection.log.LogReader.Stretch;
import dev.tidemark.projection.rebuild.LiveGenerations;
import dev.tidemark.projection.store.AggregateLook;
import dev.tidemark.projection.store.AggregateLook.Stored;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.views.ViewJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `GET /v1/admin/aggregates/{kind}/{id}`: what the log, PostgreSQL and Redis have of one user,
/// session or order, side by side.
///
/// The log is no index: its partition is read from the first event in the timeline, or from the
/// beginning if there is none, to its end, within bounds.
final class AggregateRoutes {
  private static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(15), 10_000, 32L << 20);

  private final LogLook ends;
  private final LogReader log;
  private final AggregateLook store;
  private final CacheLook cache;
  private final LiveGenerations live;
  private final Replies replies;
  private final InstantSource clock;
  private final JsonMapper mapper = ViewJson.mapper();

  AggregateRoutes(
      LogLook ends,
      LogReader log,
      AggregateLook store,
      CacheLook cache,
      LiveGenerations live,
      Replies replies,
      InstantSource clock) {
    this.ends = ends;
    this.log = log;
    this.store = store;
    this.cache = cache;
    this.live = live;
    this.replies = replies;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/admin/aggregates/{kind}/{id}", Role.AUDITOR, this::one)
            .described(
                Description.of("An aggregate in the log, in PostgreSQL and in Redis, compared")
                    .with(
                        Parameter.path("kind", String.class, "One of " + Kind.LABELS),
                        Parameter.path("id", String.class, "Username, session id or order id"))
                    .answers(200, "What each of them has", Shape.of(AggregateReport.class))
                    .refuses(400, 404, 503)));
  }

  private Answer one(Request request) {
    Kind kind = request.pathParameter("kind", Kind::parse);
    Kind.Id id = request.pathParameter("id", kind::id);
    var asking = new Asking();
    // The newest store last: what one has, those asked later must have as well.
    List<Positions> shards = ends.ends();
    int shard = id.slot().shard(shards.size());
    var cached = asking.ask(Asking.REDIS, () -> cached(kind, shard, id.text()));
    var stored = asking.ask(Asking.POSTGRES, () -> store.look(kind.topic(), shard, id.text()));
    var logged = asking.ask(Asking.KAFKA, () -> logged(kind, shard, id.text(), stored));
    Told told = Told.by(logged.map(Stretch::records).orElse(List.of()));
    requireFound(kind, told, stored, cached, asking);

    var agreement = new Agreement(told, mapper);
    agree(agreement, told, logged, stored, cached, asking);
    return replies.json(
        new AggregateReport(
            kind.label(),
            id.text(),
            shard,
            clock.instant(),
            agreement.verdict(),
            agreement.notes(),
            logged.map(stretch -> inLog(stretch, told)).orElse(null),
            stored.map(this::inPostgres).orElse(null),
            cached.orElse(null),
            asking.unavailable()));
  }

  private static void requireFound(
      Kind kind, Told told, Optional<Stored> stored, Optional<InRedis> cached, Asking asking) {
    boolean found =
        !told.events().isEmpty()
            || stored.filter(it -> it.row().isPresent() || !it.parked().isEmpty()).isPresent()
            || cached.filter(it -> it.view() != null).isPresent()
            || !asking.unavailable().isEmpty();
    if (!found) {
      throw Problem.notFound(
              "Expected one of the %s, but neither the log nor a store has it"
                  .formatted(kind.label()))
          .exception();
    }
  }

  private static void agree(
      Agreement agreement,
      Told told,
      Optional<Stretch<LogRecord>> logged,
      Optional<Stored> stored,
      Optional<InRedis> cached,
      Asking asking) {
    asking
        .unavailable()
        .forEach(
            (name, why) -> agreement.note(Verdict.UNKNOWN, name + " could not be asked: " + why));
    if (logged.isEmpty()) {
      return;
    }
    if (!logged.get().isWhole()) {
      agreement.note(
          Verdict.UNKNOWN,
          "Of the log, records up to %d of %d were read in time"
              .formatted(logged.get().next(), logged.get().end()));
      return;
    }
    told.brokenAt()
        .ifPresent(offset ->
            agreement.note(
                Verdict.PARKED, "The event at offset " + offset + " cannot be read or folded"));
    stored.ifPresent(agreement::lookAt);
    cached.ifPresent(agreement::lookAt);
  }

  private Stretch<LogRecord> logged(Kind kind, int shard, String id, Optional<Stored> stored) {
    long from = stored.map(it -> it.firstOffset().orElse(0)).orElse(0L);
    Stretch<LogRecord> found = log.ofAggregate(kind.topic(), shard, id, from, BOUNDS);
    boolean isFirst = Told.by(found.records()).beginsAtFirst();
    return from == 0 || isFirst ? found : log.ofAggregate(kind.topic(), shard, id, 0, BOUNDS);
  }

  private InRedis cached(Kind kind, int shard, String id) {
    int generation = live.generation();
    var value = cache.value(generation, shard, kind.topic(), id, kind.view());
    CacheLook.Shard of = cache.shard(generation, shard);
    var decoded = value.flatMap(CacheLook.Value::value);
    return new InRedis(
        of.watermark().map(positions -> positions.of(kind.topic())).orElse(null),
        of.lease().map(Duration::toMillis).orElse(0L),
        value.isPresent(),
        decoded.map(it -> it.version()).orElse(null),
        decoded.flatMap(it -> Optional.ofNullable(it.view())).map(this::tree).orElse(null),
        value.flatMap(CacheLook.Value::timeToLive).map(Duration::toMillis).orElse(null));
  }

  private InLog inLog(Stretch<LogRecord> stretch, Told told) {
    return new InLog(
        stretch.end(),
        stretch.isWhole(),
        stretch.passed(),
        told.events(),
        told.before(Long.MAX_VALUE).map(this::tree).orElse(null));
  }

  private InPostgres inPostgres(Stored stored) {
    return new InPostgres(
        stored.position(),
        stored.row().map(row -> row.sourceOffset()).orElse(null),
        stored.row().map(row -> tree(row.view())).orElse(null),
        stored.timelineEvents(),
        stored.parked().stream()
            .map(each -> new AggregateReport.ParkedEvent(each.offset(), each.cause()))
            .toList());
  }

  private JsonNode tree(Record view) {
    return mapper.valueToTree(view);
  }
}
