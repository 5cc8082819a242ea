-- What operators did to the rows of this generation.

-- Parked events that somebody decided to leave out of all views for good. The record is kept as it was.
CREATE TABLE discarded (
  topic         text        NOT NULL,
  shard         int         NOT NULL,
  "offset"      bigint      NOT NULL,
  aggregate_id  text        NOT NULL,
  cause         text        NOT NULL, -- why it was parked
  record_key    bytea,
  record_value  bytea,
  header_names  bytea[]     NOT NULL,
  header_values bytea[]     NOT NULL,
  parked_at     timestamptz NOT NULL,
  discarded_at  timestamptz NOT NULL,
  discarded_by  text        NOT NULL,
  reason        text        NOT NULL, -- why it was discarded
  PRIMARY KEY (topic, shard, "offset")
);

-- Aggregates whose rows were written although their last events stand before the shard's positions: the
-- cache, which reads rows in the order of these events, would not meet them. Whoever begins to write the
-- cache writes all of them anew. A mark stands for as long as an old value of the row can live in Redis,
-- which may lose what was written last. Each cache that is written from these rows has marks of its own.
CREATE TABLE rewritten (
  mark         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cache        int         NOT NULL, -- its generation
  shard        int         NOT NULL,
  topic        text        NOT NULL,
  aggregate_id text        NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX rewritten_by_shard ON rewritten (cache, shard, mark);
