package dev.tidemark.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.aggregates.Decision;
import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.command.aggregates.order.OrderCommand;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.command.handling.Command;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.codec.EventJson;
import dev.tidemark.events.codec.RequiredFields;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandReaderTest {
  private static final int BODY_BYTES_MAX = 512 << 10;
  private static final int EVENT_BYTES_MAX = 900_000;

  private final StrictJson json = new StrictJson(EventJson.values(), RequiredFields::firstMissing);
  private final CommandReader reader =
      new CommandReader(json, new IdMint(InstantSource.system(), new Random(1)));

  /// The body limits the event: what an event has beside its body's text is at most so much for
  /// each line. So nothing that was accepted is too large for the log.
  @Test
  void theLargestBodyMakesAnEventThatTheLogTakes() {
    String name = "x".repeat(64);
    String line = "{\"sku\":\"a\",\"quantity\":1,\"unitPrice\":\"1\"}";
    String lines = String.join(",", Collections.nCopies(4_999, line));
    String start = "{\"currency\":\"GBP\",\"lines\":[" + lines + ",";
    String last = "{\"sku\":\"a\",\"quantity\":1,\"unitPrice\":\"1\",\"description\":\"";
    byte[] body =
        (start + last + "\uD83E\uDD8A".repeat(250) + "\"}]}").getBytes(StandardCharsets.UTF_8);
    var asked = new Asked(Verb.OfOrder.PLACE, name, "username", json.object(body), "");
    var user = new User(new Username(name), true, null, null, null, 1);

    var command = (Command.OfOrder) reader.read(asked).command();
    var decision = Order.decide(null, user, (OrderCommand.Place) command.command());

    int added =
        new EventCodec().encode(((Decision.Accepted) decision).event()).length - body.length;
    assertThat(BODY_BYTES_MAX + added).isLessThan(EVENT_BYTES_MAX);
  }
}
