/// The whole of Tidemark on one machine: three servers, three services, and who looks after them.
@NullMarked
package dev.tidemark.localstack.system;

import org.jspecify.annotations.NullMarked;
