package dev.tidemark.command.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoresTest {
  private static final Duration WINDOW = Duration.ofDays(7);

  @TempDir Path directory;

  private StateStore open(String logIdentity) {
    return open(logIdentity, WINDOW);
  }

  private StateStore open(String logIdentity, Duration keyWindow) {
    return new RocksStores(directory, logIdentity, keyWindow).open(0);
  }

  private void closeAt(long offset) {
    try (StateStore store = open("log")) {
      var changes = new StateChanges(store);
      changes.passed(new Position(EventTopic.USERS, 0, offset));
      store.apply(changes);
    }
  }

  @Test
  void theStoreOfTheSameLogIsUsedAgain() {
    closeAt(7);

    try (StateStore store = open("log")) {
      assertThat(store.offset(EventTopic.USERS)).hasValue(7);
    }
  }

  @Test
  void theStoreOfAnotherLogIsMadeAnew() {
    closeAt(7);

    try (StateStore store = open("another log")) {
      assertThat(store.offset(EventTopic.USERS)).isEmpty();
    }
  }

  @Test
  void aStoreThatForgotUnderAnotherWindowIsMadeAnew() {
    closeAt(7);

    try (StateStore store = open("log", WINDOW.plusDays(1))) {
      assertThat(store.offset(EventTopic.USERS)).isEmpty();
    }
  }

  @Test
  void aDamagedStoreIsMadeAnew() throws IOException {
    closeAt(7);
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().contains("MANIFEST")).toList()) {
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);
      }
    }

    try (StateStore store = open("log")) {
      assertThat(store.offset(EventTopic.USERS)).isEmpty();
    }
  }

  @Test
  void aStoreInUseIsNotWipedButRefused() {
    try (StateStore store = open("log")) {
      assertThatThrownBy(() -> open("log"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another holds it");
      assertThat(store.offset(EventTopic.USERS)).isEmpty();
    }
  }

  @Test
  void aWipedStoreIsEmpty() {
    closeAt(7);

    var stores = new RocksStores(directory, "log", WINDOW);
    stores.wipe(0);
    try (StateStore store = stores.open(0)) {
      assertThat(store.offset(EventTopic.USERS)).isEmpty();
    }
  }
}
