/// Commands over HTTP.
@NullMarked
package dev.tidemark.command.http;

import org.jspecify.annotations.NullMarked;
