package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.value.InvalidValueException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static final String LIST = "orders of anna";
  private static final Instant AT = Instant.parse("2011-08-01T12:00:00.123456Z");
  private static final Cursor CURSOR = Cursor.behind(AT, new UUID(1, 2));

  @Test
  void isReadAsItWasGiven() {
    assertThat(Cursor.decode(CURSOR.encode(LIST), LIST)).isEqualTo(CURSOR);
    assertThat(CURSOR.keyset().at()).isEqualTo(AT);
    Cursor before1970 = Cursor.behind(Instant.parse("1969-12-31T23:59:59.999999Z"), new UUID(1, 2));
    assertThat(before1970.keyset().at()).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
  }

  @Test
  void ofAnotherListIsRefused() {
    assertThatThrownBy(() -> Cursor.decode(CURSOR.encode(LIST), "orders of bert"))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void ofATimeThatPostgresDoesNotKnowIsRefused() {
    for (long position : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
      String text = new Cursor(position, new UUID(1, 2)).encode(LIST);
      assertThatThrownBy(() -> Cursor.decode(text, LIST)).isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void noChangedTextIsReadOtherThanAsACursorOrARefusal() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    byte[] good = Base64.getUrlDecoder().decode(CURSOR.encode(LIST));
    for (int i = 0; i < 2_000; i++) {
      byte[] bad = ByteBuffer.allocate(good.length + random.nextInt(-2, 3)).array();
      System.arraycopy(good, 0, bad, 0, Math.min(good.length, bad.length));
      bad[random.nextInt(bad.length)] ^= (byte) random.nextInt(256);
      String text = Base64.getUrlEncoder().encodeToString(bad);
      try {
        assertThat(Cursor.decode(text, LIST).encode(LIST)).as("seed %d", seed).isEqualTo(text);
      } catch (InvalidValueException refused) {
        assertThat(refused).hasMessageContaining("Expected a cursor");
      }
    }
  }
}
