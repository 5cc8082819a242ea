package dev.tidemark.projection.admin;

import dev.tidemark.runtime.http.Answer;
import dev.tidemark.views.ViewJson;
import tools.jackson.databind.json.JsonMapper;

/// Answers to operators: as JSON, and never kept, since each is about now. Thread-safe.
final class Replies {
  private final JsonMapper mapper = ViewJson.mapper();

  Answer json(Record body) {
    return json(200, body);
  }

  Answer json(int status, Record body) {
    return Answer.json(status, mapper.writeValueAsBytes(body)).with("Cache-Control", "no-store");
  }
}
