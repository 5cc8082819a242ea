/// Reading what clients send, with nothing guessed and nothing ignored.
@NullMarked
package dev.tidemark.runtime.json;

import org.jspecify.annotations.NullMarked;
