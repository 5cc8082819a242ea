package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
  private static final Answer LONG =
      Answer.json(200, "7".repeat(Gzip.BYTES_MIN).getBytes(StandardCharsets.UTF_8))
          .with("ETag", "\"3\"")
          .with("Vary", "Authorization");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "deflate, gzip",
        "gzip;q=0.5",
        "gzip ; q=1.000",
        "*",
        "br, *;q=0.1",
        "*;q=0, gzip",
        "x-gzip",
      })
  void isAccepted(String header) {
    assertThat(Gzip.accepts(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "br",
        "gzip;q=0",
        "gzip;q=0.000",
        "*;q=0",
        "*, gzip;q=0",
        "gzip;q=x",
        "gzipped",
        "gzip;q=1e9",
      })
  void isNotAccepted(String header) {
    assertThat(Gzip.accepts(header)).isFalse();
    assertThat(Gzip.accepts(null)).isFalse();
  }

  @Test
  void aLongAnswerIsCompressedForThoseWhoAcceptIt() throws IOException {
    Answer sent = Gzip.applied(LONG, "gzip");

    assertThat(sent.headers())
        .containsEntry("Content-Encoding", "gzip")
        .containsEntry("ETag", "W/\"3\"")
        .containsEntry("Vary", "Authorization, Accept-Encoding");
    assertThat(sent.body()).hasSizeLessThan(100);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(sent.body())).readAllBytes())
        .isEqualTo(LONG.body());
  }

  @Test
  void forOthersItStaysAsItIsAndSaysThatItVaries() {
    Answer sent = Gzip.applied(LONG, null);

    assertThat(sent.body()).isEqualTo(LONG.body());
    assertThat(sent.headers())
        .containsEntry("ETag", "\"3\"")
        .containsEntry("Vary", "Authorization, Accept-Encoding")
        .doesNotContainKey("Content-Encoding");
  }

  @ParameterizedTest
  @CsvSource({"application/json, 1023", "text/event-stream, 5000", "application/gzip, 5000"})
  void whatIsShortOrNoTextIsNotCompressed(String type, int bytes) {
    Answer sent = Gzip.applied(Answer.of(200, type, new byte[bytes]), "gzip");

    assertThat(sent.body()).hasSize(bytes);
    assertThat(sent.headers()).doesNotContainKey("Content-Encoding");
  }

  @Test
  void whatIsNotStoredDoesNotVary() {
    Answer sent = Gzip.applied(Answer.empty(204).with("Cache-Control", "no-store"), "gzip");

    assertThat(sent.headers()).doesNotContainKey("Vary");
  }

  @Test
  void notModifiedHasTheTagThatTheWholeAnswerHad() {
    Answer sent = Gzip.applied(Answer.empty(304).with("ETag", "\"3\""), "gzip");

    assertThat(sent.headers()).containsEntry("ETag", "W/\"3\"");
  }
}
