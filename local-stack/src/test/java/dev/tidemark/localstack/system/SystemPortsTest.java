package dev.tidemark.localstack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.localstack.PortTakenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemPortsTest {
  @Test
  void sevenPortsFollowTheBase() {
    assertThat(SystemPorts.from(18_080))
        .isEqualTo(new SystemPorts(18_080, 18_081, 18_082, 18_083, 18_084, 18_085, 18_086));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_530, 70_000})
  void aBaseWithoutRoomForSevenIsRefused(int base) {
    assertThatThrownBy(() -> SystemPorts.from(base))
        .hasMessage("Expected a port base from 1 to 65529, but was " + base);
  }

  @Test
  void aTakenPortIsNamedTogetherWithItsHolder() throws IOException {
    var ports = SystemPorts.free();
    assertThat(ports.taken()).isEmpty();

    try (var holder = new ServerSocket(ports.redis(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(ports.taken())
          .extracting(PortTakenException::port)
          .containsExactly(holder.getLocalPort());
    }
  }
}
