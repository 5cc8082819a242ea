package dev.tidemark.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Event;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.ObjectMapper;

/// What was written once stays readable forever: a golden file is never edited once released.
class GoldenFilesTest {
  private final EventCodec codec = new EventCodec();
  private final ObjectMapper mapper = EventJson.mapper();

  static Stream<String> types() {
    return new EventCodec().types().stream().sorted();
  }

  @Test
  void everyTypeHasASample() {
    assertThat(SampleEvents.byType().keySet()).containsExactlyInAnyOrderElementsOf(codec.types());
  }

  @ParameterizedTest
  @MethodSource("types")
  void aGoldenFileIsReadAsItsEvent(String type) throws Exception {
    assertThat(codec.decode(type, golden(type))).isEqualTo(SampleEvents.byType().get(type));
  }

  @ParameterizedTest
  @MethodSource("types")
  void anEventIsWrittenAsItsGoldenFile(String type) throws IOException {
    Event event = SampleEvents.byType().get(type);

    assertThat(codec.type(event)).isEqualTo(type);
    assertThat(mapper.readTree(codec.encode(event))).isEqualTo(mapper.readTree(golden(type)));
  }

  private static byte[] golden(String type) throws IOException {
    try (InputStream file =
        GoldenFilesTest.class.getResourceAsStream("/golden/" + type + ".json")) {
      assertThat(file).as("golden file of " + type).isNotNull();
      return file.readAllBytes();
    }
  }
}
