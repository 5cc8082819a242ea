package dev.tidemark.views.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.Username;
import dev.tidemark.views.UserStatus;
import dev.tidemark.views.UserView;
import dev.tidemark.views.ViewJson;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CachedValueTest {
  private static final JsonMapper MAPPER = ViewJson.mapper();
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final UserView ALICE =
      new UserView(new Username("alice"), UserStatus.INACTIVE, null, null, null, THEN, THEN, 2);
  private static final String VERSION = "00000000000000000042";

  @Test
  void aViewIsReadAsItWasWritten() {
    byte[] bytes = new CachedValue<>(42, ALICE).encode(MAPPER);

    assertThat(new String(bytes, UTF_8))
        .matches(VERSION + "\\{\"schema\":1,\"sum\":\"[0-9a-f]{8}\",\"view\":\\{.*}}")
        .contains("\"status\":\"inactive\"")
        .contains("\"updatedAt\":\"2026-01-02T03:04:05.678901Z\"");
    assertThat(CachedValue.decode(bytes, UserView.class, MAPPER))
        .contains(new CachedValue<>(42, ALICE));
  }

  @Test
  void anAbsentAggregateIsReadAsAbsent() {
    byte[] bytes = new CachedValue<UserView>(41, null).encode(MAPPER);

    assertThat(CachedValue.decode(bytes, UserView.class, MAPPER))
        .contains(new CachedValue<>(41, null));
  }

  @Test
  void whoHandsItOnNeedNotReadIt() {
    byte[] bytes = new CachedValue<>(42, ALICE).encode(MAPPER);

    var unread = CachedValue.unread(bytes).orElseThrow();

    assertThat(unread.version()).isEqualTo(42);
    assertThat(unread.json()).isEqualTo(MAPPER.writeValueAsBytes(ALICE));
    assertThat(unread.encode()).isEqualTo(bytes);
    assertThat(unread.isAbsent()).isFalse();
    assertThat(CachedValue.unread(new CachedValue<UserView>(41, null).encode(MAPPER)))
        .hasValueSatisfying(absent -> assertThat(absent.isAbsent()).isTrue());
  }

  @Test
  void aWrongBitIsNoticedWhereverItIs() {
    byte[] whole = new CachedValue<>(42, ALICE).encode(MAPPER);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      assertThat(CachedValue.unread(damaged)).as("byte %d", at).isEmpty();
    }
    assertThat(CachedValue.unread(Arrays.copyOf(whole, whole.length - 1))).isEmpty();
    assertThat(CachedValue.unread(Arrays.copyOf(whole, whole.length + 1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4",
        VERSION,
        VERSION + "{",
        VERSION + "{}",
        VERSION + "null",
        VERSION + "{\"schema\":1,\"view\":null}",
        VERSION + "{\"schema\":1,\"sum\":\"\",\"view\":null}",
        VERSION + "{\"schema\":2,\"sum\":\"5a1c5fc6\",\"view\":null}",
      })
  void whatIsNoValueIsAMiss(String text) {
    assertThat(CachedValue.decode(text.getBytes(UTF_8), UserView.class, MAPPER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7", "[]", "{", "{\"username\":\"alice\"}", "{\"username\":\"no such name\"}"})
  void whatIsNoViewIsAMiss(String json) {
    byte[] bytes = new CachedValue.Unread(42, json.getBytes(UTF_8)).encode();

    assertThat(CachedValue.unread(bytes)).isPresent();
    assertThat(CachedValue.decode(bytes, UserView.class, MAPPER)).isEmpty();
  }

  @Test
  void aWatermarkIsReadAsItWasWritten() {
    var watermark = new Watermark(7, 0, 1L << 40, 3, "abcdef0123456789");

    assertThat(Watermark.decode(watermark.encode())).contains(watermark);
    assertThat(watermark.nextPosition(EventTopic.ORDERS)).isEqualTo(1L << 40);
    assertThat(watermark.nextWrite().writeSequence()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7:0:1", ":::::", "00000000000000000007:x:x:x:abcdefgh"})
  void whatIsNoWatermarkIsNone(String text) {
    assertThat(Watermark.decode(text)).isEmpty();
  }
}
