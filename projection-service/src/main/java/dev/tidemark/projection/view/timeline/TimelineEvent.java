package dev.tidemark.projection.view.timeline;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.consistency.Position;

/// An event for the timeline.
///
/// @param type as it was recorded, with the version of that day
/// @param json the recorded value
public record TimelineEvent(Position position, Envelope envelope, String type, String json) {}
