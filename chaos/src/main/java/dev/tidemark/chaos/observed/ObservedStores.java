package dev.tidemark.chaos.observed;

import dev.tidemark.chaos.checker.Stores;
import dev.tidemark.chaos.history.Resource;
import java.util.function.Consumer;

/// The real ones.
final class ObservedStores implements Stores {
  private final Rows rows;
  private final Values values;

  ObservedStores(Addresses addresses) {
    this.rows = new Rows(addresses);
    this.values = new Values(addresses.redisUrl());
  }

  @Override
  public void rows(Resource resource, Consumer<? super Stored> reader) {
    rows.views(resource, reader);
  }

  @Override
  public void cached(Consumer<? super Stored> reader) {
    values.each(reader);
  }

  @Override
  public void timeline(Consumer<? super TimelineRow> reader) {
    rows.timeline(reader);
  }

  @Override
  public void sales(Consumer<? super Sale> reader) {
    rows.sales(reader);
  }

  @Override
  public long parked() {
    return rows.parked();
  }
}
