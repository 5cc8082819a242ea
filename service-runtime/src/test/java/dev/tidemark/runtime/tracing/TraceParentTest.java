package dev.tidemark.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String IDS = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

  @ParameterizedTest
  @ValueSource(strings = {"00-" + IDS + "-01", "00-" + IDS + "-00", "00-" + IDS + "-ff"})
  void aValidOneIsTakenAsItIs(String header) {
    assertThat(TraceParent.read(List.of(header))).hasValue(header);
  }

  @Test
  void ofALaterVersionWhatIsKnownIsTaken() {
    assertThat(TraceParent.read(List.of("cc-" + IDS + "-03-what-the-future-will-be-like")))
        .hasValue("00-" + IDS + "-01");
    assertThat(TraceParent.read(List.of("01-" + IDS + "-02"))).hasValue("00-" + IDS + "-00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "ff-" + IDS + "-01",
        "00-" + IDS,
        "00-" + IDS + "-1",
        "00-" + IDS + "-01-more",
        "cc-" + IDS + "-01.more",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01"
      })
  void oneThatIsNotValidIsAsNone(String header) {
    assertThat(TraceParent.read(List.of(header))).isEmpty();
  }

  @Test
  void noneAndTwoAreNone() {
    assertThat(TraceParent.read(List.of())).isEmpty();
    assertThat(TraceParent.read(List.of("00-" + IDS + "-01", "00-" + IDS + "-01"))).isEmpty();
  }
}
