/// Judges a history by the committed log and by what the stores hold in the end. Each promise is a
/// [dev.tidemark.chaos.checker.Rule] of its own, pure and linear in the length of the history, but
/// for sorting and searching.
@NullMarked
package dev.tidemark.chaos.checker;

import org.jspecify.annotations.NullMarked;
