-- The read models of one generation. Names are unqualified: the generation is the schema.

-- Up to where each shard of each topic is folded into the rows of this schema: the next record to
-- read. Moved only in the transaction that writes those rows, and only from the value it had.
CREATE TABLE positions (
  topic    text   NOT NULL,
  shard    int    NOT NULL,
  position bigint NOT NULL CHECK (position >= 0),
  PRIMARY KEY (topic, shard)
) WITH (fillfactor = 50);

-- In every view, source_offset is the offset of the last event folded into the row. All events of a
-- row come from one topic, so it says which of two states of a row is newer.

CREATE TABLE users (
  username      text        NOT NULL PRIMARY KEY,
  shard         int         NOT NULL,
  status        text        NOT NULL, -- active, inactive
  email         text,
  display_name  text,
  country       text,
  registered_at timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  version       bigint      NOT NULL,
  source_offset bigint      NOT NULL
);
CREATE INDEX users_by_offset ON users (shard, source_offset);

CREATE TABLE sessions (
  session_id    uuid        NOT NULL PRIMARY KEY,
  username      text        NOT NULL,
  shard         int         NOT NULL,
  status        text        NOT NULL, -- as recorded: active, ended, expired
  started_at    timestamptz NOT NULL,
  last_seen_at  timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  ended_at      timestamptz,
  end_cause     text,                 -- logout, revoked
  end_reason    text,
  version       bigint      NOT NULL,
  source_offset bigint      NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (username, started_at DESC, session_id DESC);
CREATE INDEX sessions_by_offset ON sessions (shard, source_offset);

CREATE TABLE orders (
  order_id      uuid           NOT NULL PRIMARY KEY,
  username      text           NOT NULL,
  shard         int            NOT NULL,
  reference     text,
  status        text           NOT NULL, -- placed, paid, shipped, delivered, cancelled
  country       text,
  currency      text           NOT NULL,
  total         numeric(19, 4) NOT NULL,
  paid          numeric(19, 4) NOT NULL,
  refunded      numeric(19, 4) NOT NULL,
  units         bigint         NOT NULL,
  line_count    int            NOT NULL,
  lines         jsonb          NOT NULL, -- [{sku, description, quantity, unitPrice}], in their order
  placed_at     timestamptz    NOT NULL,
  paid_at       timestamptz,
  shipped_at    timestamptz,
  delivered_at  timestamptz,
  cancelled_at  timestamptz,
  carrier       text,
  tracking_code text,
  cancel_reason text,
  updated_at    timestamptz    NOT NULL,
  version       bigint         NOT NULL,
  source_offset bigint         NOT NULL
);
CREATE INDEX orders_newest ON orders (placed_at DESC, order_id DESC);
CREATE INDEX orders_of_user ON orders (username, placed_at DESC, order_id DESC);
CREATE INDEX orders_of_status ON orders (status, placed_at DESC, order_id DESC);
CREATE INDEX orders_of_country ON orders (country, placed_at DESC, order_id DESC);
CREATE INDEX orders_by_offset ON orders (shard, source_offset);

-- What was ordered, and what of it was paid back, in the month (UTC) in which the order was placed.
CREATE TABLE sales (
  shard    int     NOT NULL,
  country  text    NOT NULL, -- '' where none is known
  month    text    NOT NULL, -- 2011-08
  username text    NOT NULL,
  currency text    NOT NULL,
  orders   bigint  NOT NULL,
  units    bigint  NOT NULL,
  revenue  numeric NOT NULL,
  refunded numeric NOT NULL,
  PRIMARY KEY (country, month, username, currency)
);

-- The timeline: every event as it was recorded.
CREATE TABLE events (
  topic          text        NOT NULL,
  shard          int         NOT NULL,
  "offset"       bigint      NOT NULL,
  aggregate_id   text        NOT NULL,
  sequence       bigint      NOT NULL,
  type           text        NOT NULL, -- with its version, such as order.placed.v1
  username       text        NOT NULL,
  occurred_at    timestamptz NOT NULL,
  recorded_at    timestamptz NOT NULL,
  command_id     text        NOT NULL,
  term           bigint      NOT NULL,
  correlation_id text,
  causation_id   text,
  data           jsonb       NOT NULL,
  PRIMARY KEY (topic, shard, "offset")
);
CREATE INDEX events_of_aggregate ON events (aggregate_id, sequence);

-- Events that could not be folded, and those of the same aggregate that wait behind them in order.
-- Nothing of a parked event is in any view. The record is kept as it was, to be tried again.
CREATE TABLE parked (
  topic         text        NOT NULL,
  shard         int         NOT NULL,
  "offset"      bigint      NOT NULL,
  aggregate_id  text        NOT NULL,
  cause         text        NOT NULL,
  record_key    bytea,
  record_value  bytea,
  header_names  bytea[]     NOT NULL, -- UTF-8; as long as header_values
  header_values bytea[]     NOT NULL,
  parked_at     timestamptz NOT NULL,
  PRIMARY KEY (topic, shard, "offset")
);
CREATE INDEX parked_of_aggregate ON parked (topic, shard, aggregate_id, "offset");
