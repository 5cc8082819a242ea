/// How anything is measured here.
///
/// [dev.tidemark.bench.harness.Rounds] measures several [ways][dev.tidemark.bench.harness.Way] to
/// get the same done by turns, so that whatever else the machine does hits all of them alike; only
/// ratios within a round are compared. Load is offered by [dev.tidemark.bench.harness.ClosedLoop],
/// for throughput, or by [dev.tidemark.bench.harness.OpenLoop], for latency.
@NullMarked
package dev.tidemark.bench.harness;

import org.jspecify.annotations.NullMarked;
