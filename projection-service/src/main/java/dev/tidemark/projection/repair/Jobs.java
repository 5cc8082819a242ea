package dev.tidemark.projection.repair;

import dev.tidemark.projection.store.RepairJobs;
import dev.tidemark.projection.store.StoredJob;
import dev.tidemark.projection.view.Stored;
import dev.tidemark.views.ViewJson;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// What operators asked to be repaired, begun and looked at by any instance. Thread-safe.
public final class Jobs {
  private static final int LISTED_MAX = 20;

  private final RepairJobs stored;
  private final Supplier<UUID> ids;
  private final JsonMapper mapper = ViewJson.mapper();

  public Jobs(RepairJobs stored, Supplier<UUID> ids) {
    this.stored = stored;
    this.ids = ids;
  }

  /// @return empty if one of its kind is under way
  public Optional<Job> begin(Wish wish) {
    UUID id = ids.get();
    boolean begun =
        stored.begin(
            id,
            Stored.name(wish.kind()),
            mapper.writeValueAsString(wish),
            mapper.writeValueAsString(Report.NOTHING));
    return begun ? find(id) : Optional.empty();
  }

  public Optional<Job> find(UUID id) {
    return stored.find(id).map(this::read);
  }

  /// The newest first.
  public List<Job> newest() {
    return stored.newest(LISTED_MAX).stream().map(this::read).toList();
  }

  /// Asks for it to end; whoever works on it does so within a second or two.
  public Optional<Job> cancel(UUID id) {
    stored.cancel(id);
    return find(id);
  }

  Job read(StoredJob job) {
    return new Job(
        job.id(),
        mapper.readValue(job.wish(), Wish.class),
        job.state(),
        job.unitsDone(),
        mapper.readValue(job.report(), Report.class),
        job.beganAt(),
        job.endedAt(),
        job.trouble());
  }

  String written(Report report) {
    return mapper.writeValueAsString(report);
  }

  RepairJobs stored() {
    return stored;
  }
}
