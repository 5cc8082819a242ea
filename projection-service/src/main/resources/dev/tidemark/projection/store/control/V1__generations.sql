-- The generations of the views, and which of them serves. A generation is one filling of the views
-- from the log: rows in a schema, values in the cache.

CREATE TABLE generations (
  number     int         NOT NULL PRIMARY KEY CHECK (number >= 1), -- never used again
  views      int         NOT NULL, -- its rows stand in the schema views_g<views>: a cache alone has another's
  state      text        NOT NULL
    CHECK (state IN ('building', 'paused', 'serving', 'standby', 'cancelled', 'pruning', 'pruned')),
  throttle   int         NOT NULL, -- events a second while it is built; 0: as many as can be
  shards     int         NOT NULL, -- how many there were when it was begun
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL  -- when it came into its state
);

-- The pointer. Whoever moves it moves it for both stores at once.
CREATE UNIQUE INDEX generations_one_serves ON generations (state) WHERE state = 'serving';
CREATE UNIQUE INDEX generations_one_is_built ON generations ((true))
  WHERE state IN ('building', 'paused');

INSERT INTO generations (number, views, state, throttle, shards, created_at, changed_at)
VALUES (1, 1, 'serving', 0, 0, now(), now());

-- The last comparison of each generation with the one that served then.
CREATE TABLE diffs (
  generation int         NOT NULL PRIMARY KEY REFERENCES generations,
  against    int         NOT NULL REFERENCES generations,
  state      text        NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  begun_at   timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL, -- a running one whose process is gone is not seen any more
  report     jsonb       NOT NULL
);
