package dev.tidemark.projection.store;

import dev.tidemark.events.consistency.Position;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.RawRecord;
import dev.tidemark.projection.batch.Rereading;
import dev.tidemark.projection.given.Records;
import dev.tidemark.projection.runtime.LogForm;

/// What a later release of the code makes of a record: it knows version 99 of every type.
final class LaterRelease implements Rereading {
  private static final LogForm FORM = new LogForm();

  @Override
  public LogRecord read(Position position, RawRecord raw) {
    String type = raw.header("ce_type");
    return type.endsWith("v99")
        ? FORM.read(position, Records.renamed(raw, type.replace("v99", "v1")))
        : FORM.read(position, raw);
  }
}
