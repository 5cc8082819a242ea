/// What operators see and do: the routes under `/v1/admin`.
@NullMarked
package dev.tidemark.projection.admin;

import org.jspecify.annotations.NullMarked;
