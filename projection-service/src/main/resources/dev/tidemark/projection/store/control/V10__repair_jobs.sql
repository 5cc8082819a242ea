-- Replays and verifications of the views that serve. Whoever works on one says so every second; one of whom
-- nothing is heard is taken up by another instance, from the last unit that was done.
CREATE TABLE repair_jobs (
  id         uuid        NOT NULL PRIMARY KEY,
  kind       text        NOT NULL, -- replay_cache, replay_views, verify
  wish       jsonb       NOT NULL,
  state      text        NOT NULL, -- running, cancelling, done, failed, cancelled
  owner      text        NOT NULL,
  heard_at   timestamptz NOT NULL,
  units_done int         NOT NULL,
  report     jsonb       NOT NULL,
  began_at   timestamptz NOT NULL,
  ended_at   timestamptz,
  trouble    text
);
CREATE UNIQUE INDEX repair_jobs_one_of_a_kind ON repair_jobs (kind)
  WHERE state IN ('running', 'cancelling');
