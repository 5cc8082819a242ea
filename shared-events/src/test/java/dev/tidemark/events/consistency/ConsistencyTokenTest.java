package dev.tidemark.events.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.InvalidValueException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTest {
  private static final Position EARLY = new Position(EventTopic.ORDERS, 3, 7);
  private static final Position LATE = new Position(EventTopic.ORDERS, 3, 1L << 40);
  private static final Position OTHER = new Position(EventTopic.USERS, 255, 0);

  @Test
  void mergingKeepsTheNewestOfEachPartition() {
    var merged =
        ConsistencyToken.of(LATE)
            .merge(ConsistencyToken.of(EARLY))
            .merge(ConsistencyToken.of(OTHER));

    assertThat(merged.offset(EventTopic.ORDERS, 3)).hasValue(1L << 40);
    assertThat(merged.offset(EventTopic.USERS, 255)).hasValue(0);
    assertThat(merged.offset(EventTopic.SESSIONS, 3)).isEmpty();
    assertThat(merged.partitionMax()).isEqualTo(255);
  }

  @Test
  void whatIsEncodedIsDecodedAgain() {
    var token = ConsistencyToken.of(LATE).with(OTHER);

    assertThat(ConsistencyToken.decode(token.encode())).isEqualTo(token);
    assertThat(ConsistencyToken.decode(ConsistencyToken.EMPTY.encode()).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "AA", "Ag", "AQ==x", "AQA", "AQkAAAAAAAAAAAAA", "AQAAAQ"})
  void whatIsNoTokenIsRefused(String text) {
    assertThatThrownBy(() -> ConsistencyToken.decode(text))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aTokenThatNamesAPartitionTwiceIsRefused() {
    byte[] once = Base64.getUrlDecoder().decode(ConsistencyToken.of(EARLY).encode());
    byte[] twice = new byte[once.length * 2 - 1];
    System.arraycopy(once, 0, twice, 0, once.length);
    System.arraycopy(once, 1, twice, once.length, once.length - 1);

    assertThatThrownBy(() -> ConsistencyToken.decode(Base64.getUrlEncoder().encodeToString(twice)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void arbitraryBytesAreRefusedOrAToken() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = 1;
      }
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      try {
        assertThat(ConsistencyToken.decode(ConsistencyToken.decode(text).encode()))
            .as("seed " + seed)
            .isEqualTo(ConsistencyToken.decode(text));
      } catch (InvalidValueException refused) {
        assertThat(refused).as("seed " + seed).hasMessageContaining("token");
      }
    }
  }

  @Test
  void aVeryLongTextIsRefusedUnread() {
    assertThatThrownBy(() -> ConsistencyToken.decode("A".repeat(1_000_000)))
        .isInstanceOf(InvalidValueException.class);
  }
}
