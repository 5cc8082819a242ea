/// Clients with known intents: what they want, what they are told and what they see is written
/// down.
@NullMarked
package dev.tidemark.chaos.load;

import org.jspecify.annotations.NullMarked;
