package dev.tidemark.projection.repair;

import java.util.ArrayList;
import java.util.List;

/// Counts what a job does. For one thread.
final class Tally {
  private static final int FINDINGS_MAX = 100;

  private final List<Unit> units;
  private final long of;
  private final List<Finding> findings;
  private long read;
  private long checked;
  private long equal;
  private long applied;
  private long behind;
  private long damaged;
  private long left;
  private long failed;

  /// Goes on from there.
  Tally(Report report, List<Unit> units) {
    this.units = units;
    this.of = units.stream().mapToLong(Unit::records).sum();
    this.findings = new ArrayList<>(report.findings());
    this.read = report.read();
    this.checked = report.checked();
    this.equal = report.equal();
    this.applied = report.applied();
    this.behind = report.behind();
    this.damaged = report.damaged();
    this.left = report.left();
    this.failed = report.failed();
  }

  void read(int records) {
    read += records;
  }

  void equal(long count) {
    checked += count;
    equal += count;
  }

  void behind() {
    checked++;
    behind++;
  }

  /// It lacked something that it may lack.
  void applied() {
    checked++;
    applied++;
  }

  /// It is wrong, and is written or dropped, or would be if that were asked for.
  void mendable(String store, String what, Object verdict, boolean mended) {
    applied++;
    damaged(store, what, verdict, mended);
  }

  /// It is wrong, and stays so.
  void damaged(String store, String what, Object verdict) {
    damaged(store, what, verdict, false);
  }

  private void damaged(String store, String what, Object verdict, boolean mended) {
    checked++;
    damaged++;
    left += mended ? 0 : 1;
    find(store, what, verdict, mended);
  }

  void failed(String store, String what, String why) {
    checked++;
    failed++;
    find(store, what, why, false);
  }

  private void find(String store, String what, Object verdict, boolean mended) {
    if (findings.size() < FINDINGS_MAX) {
      findings.add(new Finding(store, what, String.valueOf(verdict), mended));
    }
  }

  Report report() {
    return new Report(
        units,
        read,
        Math.max(of, read),
        checked,
        equal,
        applied,
        behind,
        damaged,
        left,
        failed,
        List.copyOf(findings));
  }
}
