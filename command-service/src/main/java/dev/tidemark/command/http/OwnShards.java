package dev.tidemark.command.http;

import dev.tidemark.command.shard.ShardStatus;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// `GET /v1/admin/shards`: what each shard is in this process, for operators. Who owns them in the
/// whole system, the projection service tells.
final class OwnShards {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// @param state such as `SERVING` or `FOLLOWING`
  /// @param wanted whether it is assigned to this instance
  /// @param term in which this instance opened it last; null if it never did
  /// @param replay how far a replay has come; empty if none is going on that takes long
  /// @param waiting commands in its inbox
  /// @param late whether it turns commands away, since the first has waited for too long
  private record ShardHere(
      int shard,
      String state,
      String reason,
      boolean wanted,
      @Nullable Long term,
      String replay,
      int waiting,
      boolean late) {}

  private record ShardsHere(List<ShardHere> shards) {}

  private final Shards shards;

  OwnShards(Shards shards) {
    this.shards = shards;
  }

  Route route() {
    return Route.of(Route.Method.GET, "/v1/admin/shards", Role.AUDITOR, this::all)
        .described(
            Description.of("What each shard is in this instance")
                .answers(200, "All shards", Shape.of(ShardsHere.class)));
  }

  private Answer all(Request request) {
    var all = IntStream.range(0, shards.count()).mapToObj(this::here).toList();
    return Answer.json(200, MAPPER.writeValueAsBytes(new ShardsHere(all)))
        .with("Cache-Control", "no-store");
  }

  private ShardHere here(int shard) {
    ShardStatus status = shards.status(shard);
    return new ShardHere(
        shard,
        status.state().name(),
        status.reason(),
        status.wanted(),
        status.term() == ShardStatus.NO_TERM ? null : status.term(),
        status.replay(),
        shards.waiting(shard),
        shards.isLate(shard));
  }
}
