package dev.tidemark.events.codec;

import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// Brings the JSON of one old version of an event type to the next version. Old versions stay
/// readable forever: an upcaster is added with a new version and never removed.
///
/// @param name the event type without its version, such as `user.registered`
/// @param fromVersion what it reads; it returns `fromVersion + 1`
public record Upcaster(String name, int fromVersion, UnaryOperator<ObjectNode> upcast) {}
