package dev.tidemark.localstack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.localstack.PortTakenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemPortsTest {
  @Test
  void sevenPortsFollowTheBase() {
    assertThat(SystemPorts.from(18_080, 1))
        .isEqualTo(
            new SystemPorts(
                List.of(18_080),
                18_081,
                18_082,
                18_083,
                18_084,
                18_085,
                18_086,
                List.of(18_100),
                18_101));
  }

  @Test
  void furtherCommandServicesMoveNothingElse() {
    assertThat(SystemPorts.from(18_080, 3))
        .isEqualTo(
            new SystemPorts(
                List.of(18_080, 18_087, 18_088),
                18_081,
                18_082,
                18_083,
                18_084,
                18_085,
                18_086,
                List.of(18_100, 18_107, 18_108),
                18_101));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_510, 70_000})
  void aBaseWithoutRoomForSevenIsRefused(int base) {
    assertThatThrownBy(() -> SystemPorts.from(base, 1))
        .hasMessage("Expected a port base from 1 to 65509, but was " + base);
  }

  @Test
  void moreCommandServicesNeedMoreRoom() {
    assertThat(SystemPorts.from(65_501, 9).commandAdmins()).contains(65_535);
    assertThatThrownBy(() -> SystemPorts.from(65_502, 9)).hasMessageContaining("to 65501, but");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10})
  void thereIsOneCommandServiceAtLeastAndNineAtMost(int commands) {
    assertThatThrownBy(() -> SystemPorts.from(18_080, commands))
        .hasMessage("Expected 1 to 9 command services, but was " + commands);
  }

  @Test
  void aTakenPortIsNamedTogetherWithItsHolder() throws IOException {
    var ports = SystemPorts.free(2);
    assertThat(ports.taken()).isEmpty();

    try (var holder =
        new ServerSocket(ports.commands().get(1), 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(ports.taken())
          .extracting(PortTakenException::port)
          .containsExactly(holder.getLocalPort());
    }
  }
}
