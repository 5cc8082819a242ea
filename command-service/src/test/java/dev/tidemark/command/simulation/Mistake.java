package dev.tidemark.command.simulation;

import dev.tidemark.command.handling.CommandRequest;
import org.jspecify.annotations.Nullable;

/// How the protocol could be got wrong: each is one deviation from what the other tests run, made
/// around the real code, to show that the simulation would notice.
enum Mistake {
  NONE,
  /// Every writer has a transactional id of its own.
  NOT_FENCING,
  /// Leaves to others the id whose turn comes second, as an owner would that knows one id only.
  FENCING_ONE_ID_ONLY,
  /// Writes the markers when the first id is fenced, and fences the second after that.
  MARKING_BEFORE_ALL_ARE_FENCED,
  /// Writes the markers with the id that was fenced last, not with the first.
  MARKING_WITH_THE_LAST_ID,
  /// Refuses without asking whether somebody else knows more by now.
  NOT_CONFIRMING,
  /// Does not wait for the commit.
  REPLYING_BEFORE_COMMIT,
  /// Takes a commit that failed for one that happened.
  TRUSTING_A_FAILED_COMMIT,
  /// Keeps what was staged though its commit failed.
  KEEPING_STAGED_STATE,
  /// Takes a commit that timed out for aborted, and decides anew without opening.
  ABORTING_AFTER_TIMEOUT,
  /// Replays to the end of what is stable, not to the markers.
  REPLAYING_TO_LAST_STABLE,
  /// Serves after the first batch of the replay.
  SERVING_BEFORE_THE_MARKERS,
  /// Applies what was never committed.
  READING_UNCOMMITTED,
  /// A standby applies what was never committed.
  FOLLOWING_UNCOMMITTED,
  /// Takes what a standby has read for all that there is.
  TRUSTING_THE_STANDBY,
  /// Goes on with the state it had before others owned the shard.
  REUSING_A_STALE_STORE,
  /// Counts offsets instead of asking for them.
  COUNTING_OFFSETS,
  /// Learns state from the log, but not what was answered.
  FORGETTING_KEYS_ON_REPLAY,
  /// Keeps state and positions apart, so that a crash may lose one and not the other.
  KEEPING_POSITIONS_APART,
  /// Answers a retry anew that is still in time.
  FORGETTING_KEYS_TOO_SOON,
  /// Records events at the owner's time, though earlier owners' clocks were ahead of it.
  FORGETTING_LOG_TIME,
  /// A crash loses some write, but not those after it.
  WRITING_OUT_OF_ORDER,
  /// Answers whatever else is asked under a known key as the first time.
  IGNORING_FINGERPRINTS,
  /// Tells refusals that rest on events which are not committed yet.
  REFUSING_BEFORE_COMMIT;

  SimulatedWriter writer(SimulatedLog log, Surroundings around, Disk disk) {
    return switch (this) {
      case NOT_FENCING -> new MistakenOpenings.NotFencing(log, around);
      case FENCING_ONE_ID_ONLY -> new MistakenOpenings.OneIdOnly(log, around);
      case MARKING_BEFORE_ALL_ARE_FENCED -> new MistakenOpenings.MarkersFirst(log, around);
      case MARKING_WITH_THE_LAST_ID -> new MistakenOpenings.MarkersWithLast(log, around);
      case NOT_CONFIRMING -> new MistakenWriters.NotConfirming(log, around);
      case REPLYING_BEFORE_COMMIT -> new MistakenWriters.ReplyingBeforeCommit(log, around);
      case TRUSTING_A_FAILED_COMMIT -> new MistakenWriters.TrustingAFailedCommit(log, around);
      case KEEPING_STAGED_STATE -> new MistakenWriters.KeepingStagedState(log, around, disk);
      case ABORTING_AFTER_TIMEOUT -> new MistakenWriters.AbortingAfterTimeout(log, around);
      case COUNTING_OFFSETS -> new MistakenWriters.CountingOffsets(log, around);
      case REPLAYING_TO_LAST_STABLE -> new MistakenReplays.ToLastStable(log, around);
      case SERVING_BEFORE_THE_MARKERS -> new MistakenReplays.FirstBatch(log, around);
      case READING_UNCOMMITTED -> new MistakenReplays.Uncommitted(log, around);
      case FOLLOWING_UNCOMMITTED -> new MistakenReplays.FollowingUncommitted(log, around);
      case TRUSTING_THE_STANDBY -> new MistakenReplays.TrustingTheStandby(log, around);
      case REUSING_A_STALE_STORE -> new MistakenReplays.OnlyOnce(log, around);
      case FORGETTING_KEYS_ON_REPLAY -> new MistakenReplays.ForgettingKeys(log, around);
      case NONE,
          KEEPING_POSITIONS_APART,
          FORGETTING_KEYS_TOO_SOON,
          FORGETTING_LOG_TIME,
          WRITING_OUT_OF_ORDER,
          IGNORING_FINGERPRINTS,
          REFUSING_BEFORE_COMMIT ->
          new SimulatedWriter(log, around);
    };
  }

  Disk disk(World world) {
    return switch (this) {
      case KEEPING_POSITIONS_APART -> new MistakenDisks.KeepingPositionsApart(world);
      case FORGETTING_KEYS_TOO_SOON -> new MistakenDisks.ForgettingKeysTooSoon(world);
      case FORGETTING_LOG_TIME -> new MistakenDisks.ForgettingLogTime(world);
      case WRITING_OUT_OF_ORDER -> new MistakenDisks.WritingOutOfOrder(world);
      case NONE,
          NOT_FENCING,
          FENCING_ONE_ID_ONLY,
          MARKING_BEFORE_ALL_ARE_FENCED,
          MARKING_WITH_THE_LAST_ID,
          NOT_CONFIRMING,
          REPLYING_BEFORE_COMMIT,
          TRUSTING_A_FAILED_COMMIT,
          KEEPING_STAGED_STATE,
          ABORTING_AFTER_TIMEOUT,
          REPLAYING_TO_LAST_STABLE,
          SERVING_BEFORE_THE_MARKERS,
          READING_UNCOMMITTED,
          FOLLOWING_UNCOMMITTED,
          TRUSTING_THE_STANDBY,
          REUSING_A_STALE_STORE,
          COUNTING_OFFSETS,
          FORGETTING_KEYS_ON_REPLAY,
          IGNORING_FINGERPRINTS,
          REFUSING_BEFORE_COMMIT ->
          new Disk(world);
    };
  }

  /// @param known the fingerprint that was committed under the request's key, if there is one
  CommandRequest received(CommandRequest request, @Nullable String known) {
    return this == IGNORING_FINGERPRINTS && known != null
        ? new CommandRequest(
            request.id(),
            known,
            request.command(),
            request.precondition(),
            request.occurredAt(),
            request.trace(),
            request.deadline(),
            request.bytes())
        : request;
  }

  boolean isHasty() {
    return this == REFUSING_BEFORE_COMMIT;
  }
}
