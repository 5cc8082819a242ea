package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.query.store.Keyset;
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
    assertThat(CURSOR.byTime()).isEqualTo(new Keyset.ByTime(AT, new UUID(1, 2)));
    Instant before1970 = Instant.parse("1969-12-31T23:59:59.999999Z");
    assertThat(Cursor.behind(before1970, new UUID(1, 2)).byTime())
        .isEqualTo(new Keyset.ByTime(before1970, new UUID(1, 2)));
  }

  @Test
  void holdsEveryAmount() {
    for (String text : new String[] {"0", "0.0001", "12.5", "999999999999999.9999"}) {
      Amount amount = Amount.parse(text);
      assertThat(Cursor.behind(amount, new UUID(1, 2)).byAmount())
          .isEqualTo(new Keyset.ByAmount(amount, new UUID(1, 2)));
    }
  }

  @Test
  void ofAnotherListIsRefused() {
    assertThatThrownBy(() -> Cursor.decode(CURSOR.encode(LIST), "orders of bert"))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void ofATimeThatPostgresDoesNotKnowIsRefused() {
    for (long position : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> new Cursor(position, new UUID(1, 2)).byTime())
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void ofAnAmountOrASequenceThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> new Cursor(-1, new UUID(1, 2)).byAmount())
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Cursor(-1, new UUID(1, 2)).bySequence())
        .isInstanceOf(InvalidValueException.class);
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
