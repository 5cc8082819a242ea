package dev.tidemark.events.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.Username;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCodecTest {
  private final EventCodec codec = new EventCodec();

  @Test
  void unknownFieldsAreIgnored() throws Exception {
    var read = codec.decode("user.reactivated.v1", json("{'username':'alice','mood':'fine'}"));

    assertThat(read.aggregateId()).isEqualTo("alice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          user.promoted.v1    | {'username':'alice'}             | known event type
          user.reactivated.v2 | {'username':'alice'}             | up to version 1
          user.reactivated    | {'username':'alice'}             | known event type
          user.reactivated.v1 | {}                               | username
          user.reactivated.v1 | {'username':7}                   | does not fit
          user.reactivated.v1 | {'username':'not valid'}         | does not fit
          user.reactivated.v1 | nonsense                         | does not fit
          order.delivered.v1  | {'username':'alice'}             | orderId
          """)
  void whatCannotBeReadSaysWhy(String type, String body, String cause) {
    assertThatThrownBy(() -> codec.decode(type, json(body)))
        .isInstanceOf(UnreadableEventException.class)
        .hasMessageContaining(cause);
  }

  @Test
  void aMissingFieldInsideALineIsNamed() {
    String order =
        "{'orderId':'0199a1b2-c3d4-7b1c-9abc-def012345678','username':'alice','currency':'GBP',"
            + "'total':'1.00','lines':[{'description':'','quantity':1,'unitPrice':'1.00'}]}";

    assertThatThrownBy(() -> codec.decode("order.placed.v1", json(order)))
        .hasMessageContaining("lines[0].sku");
  }

  /// The example to follow when an event changes: version 1 had one field `name` and told the
  /// country by its code; version 2 calls them `displayName` and `country`, by name.
  @Test
  void anOldVersionIsBroughtUpToTodays() throws Exception {
    var nameBecomesDisplayName =
        new Upcaster(
            "user.registered",
            1,
            old -> {
              old.set("displayName", old.remove("name"));
              return old;
            });
    var codeBecomesCountry =
        new Upcaster(
            "user.registered",
            2,
            old -> {
              String code = old.remove("countryCode").asString();
              return old.put("country", code.equals("DE") ? "Germany" : "Unspecified");
            });
    var evolved =
        new EventCodec(
            List.of(new EventType("user.registered", 3, UserRegistered.class)),
            List.of(codeBecomesCountry, nameBecomesDisplayName));
    var expected =
        new UserRegistered(
            new Username("alice"), null, new DisplayName("Alice"), new Country("Germany"));

    assertThat(
            evolved.decode(
                "user.registered.v1",
                json("{'username':'alice','name':'Alice','countryCode':'DE'}")))
        .isEqualTo(expected);
    assertThat(
            evolved.decode(
                "user.registered.v2",
                json("{'username':'alice','displayName':'Alice','countryCode':'DE'}")))
        .isEqualTo(expected);
    assertThat(evolved.type(expected)).isEqualTo("user.registered.v3");
  }

  @Test
  void aVersionWithoutItsUpcasterIsUnreadable() {
    var evolved =
        new EventCodec(
            List.of(new EventType("user.registered", 2, UserRegistered.class)), List.of());

    assertThatThrownBy(() -> evolved.decode("user.registered.v1", json("{'username':'alice'}")))
        .isInstanceOf(UnreadableEventException.class)
        .hasMessageContaining("upcaster");
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }
}
