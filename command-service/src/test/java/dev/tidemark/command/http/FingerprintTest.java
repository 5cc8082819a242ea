package dev.tidemark.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.codec.EventJson;
import dev.tidemark.events.codec.RequiredFields;
import dev.tidemark.runtime.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static final String ORDER =
      "{'currency':'GBP','lines':[{'sku':'a','quantity':1,'unitPrice':'1.50'}]}";

  private final StrictJson json = new StrictJson(EventJson.values(), RequiredFields::firstMissing);
  private final CommandReader reader =
      new CommandReader(json, new IdMint(InstantSource.system(), new Random(1)));
  private final Fingerprint fingerprint = new Fingerprint(json);

  private String of(String label, String target, String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var asked =
        new Asked(Verb.labelled(label).orElseThrow(), target, "target", json.object(bytes), "");
    return fingerprint.of(asked, reader.read(asked).body());
  }

  /// SHA-256 of the label, the target and the canonical JSON, a line each. These are in logs. If
  /// one changes, every client that asks again across the change is refused.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "user.register       | alice | {'email':'a@example.org','country':'Germany'} |"
            + " bbadfb70137434d4faad94d898d8c78f6df6d04877f0e01b30eebd6bb373982e",
        "user.change-profile | alice | {'email':null}                               |"
            + " d3ac3a84bc9d471b14cb36566273218f4018536cfdd9fdcabce9dc74e4009e52",
        "user.deactivate     | alice | {}                                           |"
            + " 8fc793d223d2605fba298829f66fd9b9cba79b80e0848ef0d6c2664cb3a6baf2",
        "session.start       | alice | {'ttlSeconds':60}                            |"
            + " 23e1b0291903d7230b64018706af2c2c7eca4cba3fe2ff6278292d87216de56f",
        "order.place         | alice |"
            + " {'currency':'GBP','occurredAt':'2011-01-31T08:26:00Z','lines':[{'sku':'a','description':'"
            + " x ','quantity':1,'unitPrice':'1.5'}]} |"
            + " c752916dbc64632fe7d79f0d4c21ed08655968bdbc99b05f7ac7884716487006"
      })
  void itNeverChanges(String label, String target, String body, String expected) {
    assertThat(of(label, target, body)).isEqualTo(expected);
  }

  @Test
  void howItIsWrittenMakesNoDifference() {
    String lines = "'lines':[{'unitPrice':'1.5','quantity':1,'sku':'a'}]";

    assertThat(of("order.place", "Alice", "{" + lines + ", 'reference':null, 'currency':'GBP'}"))
        .isEqualTo(of("order.place", "alice", ORDER));
  }

  @Test
  void whatIsWantedDoes() {
    String order = of("order.place", "alice", ORDER);

    assertThat(of("order.place", "bob", ORDER)).isNotEqualTo(order);
    assertThat(of("order.place", "alice", ORDER.replace("1.50", "1.51"))).isNotEqualTo(order);
    assertThat(
            of(
                "order.place",
                "alice",
                ORDER.replace("'lines'", "'occurredAt':'2011-01-31T08:26:00Z','lines'")))
        .isNotEqualTo(order);
    assertThat(of("user.deactivate", "alice", "{}"))
        .isNotEqualTo(of("user.reactivate", "alice", "{}"));
  }

  @Test
  void toClearAFieldIsNotToKeepIt() {
    assertThat(of("user.change-profile", "alice", "{'email':null}"))
        .isNotEqualTo(of("user.change-profile", "alice", "{}"))
        .isNotEqualTo(of("user.change-profile", "alice", "{'country':null}"));
    assertThat(of("user.change-profile", "alice", "{'email':null,'country':null}"))
        .isEqualTo(of("user.change-profile", "alice", "{'country':null,'email':null}"));
  }
}
