-- What queries need beside the rows. The database keeps it by itself, as it keeps any index: whatever
-- writes orders or users, one batch or a whole copy, writes this too and in the same transaction.
-- Rows of views are never deleted, so nothing here is either.

-- Which orders hold which goods, in the order in which pages follow them. Lines never change, so a row
-- is written once; an index over orders.lines would be written anew with every event of the order,
-- and has no order that a page could follow.
CREATE TABLE order_skus (
  sku       text        NOT NULL,
  placed_at timestamptz NOT NULL,
  order_id  uuid        NOT NULL,
  PRIMARY KEY (sku, placed_at, order_id)
);

CREATE FUNCTION index_skus() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO order_skus (sku, placed_at, order_id)
  SELECT DISTINCT line ->> 'sku', placed_at, order_id
  FROM created, jsonb_array_elements(lines) AS each (line);
  RETURN NULL;
END $$;

CREATE TRIGGER orders_index_skus AFTER INSERT ON orders
  REFERENCING NEW TABLE AS created FOR EACH STATEMENT EXECUTE FUNCTION index_skus();

INSERT INTO order_skus (sku, placed_at, order_id)
SELECT DISTINCT line ->> 'sku', placed_at, order_id
FROM orders, jsonb_array_elements(lines) AS each (line);

-- How many rows of a view have which status. One row for each shard, so that the writers of different
-- shards never wait for each other.
CREATE TABLE status_counts (
  shard  int    NOT NULL,
  counts text   NOT NULL, -- users, orders
  status text   NOT NULL,
  number bigint NOT NULL,
  PRIMARY KEY (shard, counts, status)
) WITH (fillfactor = 50);

CREATE FUNCTION count_created() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO status_counts (shard, counts, status, number)
  SELECT shard, TG_TABLE_NAME, status, count(*) FROM created GROUP BY shard, status
  ON CONFLICT (shard, counts, status)
    DO UPDATE SET number = status_counts.number + excluded.number;
  RETURN NULL;
END $$;

CREATE FUNCTION count_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO status_counts (shard, counts, status, number)
  SELECT shard, TG_TABLE_NAME, status, sum(change)
  FROM (SELECT shard, status, 1 AS change FROM after
        UNION ALL
        SELECT shard, status, -1 FROM before) AS changes
  GROUP BY shard, status HAVING sum(change) <> 0
  ON CONFLICT (shard, counts, status)
    DO UPDATE SET number = status_counts.number + excluded.number;
  RETURN NULL;
END $$;

CREATE TRIGGER users_count_created AFTER INSERT ON users
  REFERENCING NEW TABLE AS created FOR EACH STATEMENT EXECUTE FUNCTION count_created();
CREATE TRIGGER users_count_changed AFTER UPDATE ON users
  REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION count_changed();
CREATE TRIGGER orders_count_created AFTER INSERT ON orders
  REFERENCING NEW TABLE AS created FOR EACH STATEMENT EXECUTE FUNCTION count_created();
CREATE TRIGGER orders_count_changed AFTER UPDATE ON orders
  REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION count_changed();

INSERT INTO status_counts (shard, counts, status, number)
SELECT shard, 'users', status, count(*) FROM users GROUP BY shard, status
UNION ALL
SELECT shard, 'orders', status, count(*) FROM orders GROUP BY shard, status;

-- Amounts of different currencies are never compared.
CREATE INDEX orders_by_total ON orders (currency, total, order_id);

-- Few sessions are active, and they are what is asked for. Time ends them without a write, so queries
-- look at expires_at too.
CREATE INDEX sessions_active ON sessions (expires_at) WHERE status = 'active';
CREATE INDEX sessions_active_of_user ON sessions (username, started_at DESC, session_id DESC)
  WHERE status = 'active';
