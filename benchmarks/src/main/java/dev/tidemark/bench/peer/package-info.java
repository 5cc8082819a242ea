/// What Tidemark is compared with: other designs of a service that takes orders, each small, each a
/// process of its own with the heap and the flags that our services have, and each with the
/// settings that its makers recommend.
///
/// All of them listen by the same HTTP server with the same settings, read the same JSON into the
/// same records, and answer alike; what differs is how they keep an order, which is what
/// [dev.tidemark.bench.peer.Orders] is.
@NullMarked
package dev.tidemark.bench.peer;

import org.jspecify.annotations.NullMarked;
