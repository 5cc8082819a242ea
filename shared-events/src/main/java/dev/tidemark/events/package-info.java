/// What can happen to users, sessions and orders: the language spoken between the services.
@NullMarked
package dev.tidemark.events;

import org.jspecify.annotations.NullMarked;
