package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Stores as lists, to be spoilt.
final class MadeUpStores implements Stores {
  final List<Stored> rows = new ArrayList<>();
  final List<Stored> cached = new ArrayList<>();
  final List<TimelineRow> timeline = new ArrayList<>();
  final List<Sale> sales = new ArrayList<>();
  long parked;

  @Override
  public void rows(Resource resource, Consumer<? super Stored> reader) {
    rows.stream().filter(row -> row.resource() == resource).forEach(reader);
  }

  @Override
  public void cached(Consumer<? super Stored> reader) {
    cached.forEach(reader);
  }

  @Override
  public void timeline(Consumer<? super TimelineRow> reader) {
    timeline.forEach(reader);
  }

  @Override
  public void sales(Consumer<? super Sale> reader) {
    sales.forEach(reader);
  }

  @Override
  public long parked() {
    return parked;
  }
}
