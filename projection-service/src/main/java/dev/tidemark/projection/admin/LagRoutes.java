package dev.tidemark.projection.admin;

import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.util.List;

/// `GET /v1/admin/lag`: all shards, whichever instance works on them.
final class LagRoutes {
  private final LagLook look;
  private final Replies replies;

  LagRoutes(LagLook look, Replies replies) {
    this.look = look;
    this.replies = replies;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/admin/lag", Role.AUDITOR, _ -> replies.json(look.report()))
            .described(
                Description.of("How far PostgreSQL and Redis are behind the log, by shard")
                    .answers(200, "The lag of all shards", Shape.of(LagReport.class))));
  }
}
