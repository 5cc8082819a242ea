package dev.tidemark.events.codec;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Carrier;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.TrackingCode;
import dev.tidemark.events.value.Username;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON schemas of the value types: what [EventJson] writes and reads, said to programs and people.
/// The types decide what is valid; a schema only describes it, with an example.
public final class ValueSchemas {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final String UUID7 =
      "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
  private static final String A_UUID7 = "0199a1b2-c3d4-7b1c-9abc-def012345678";

  private ValueSchemas() {}

  public static Map<Class<?>, ObjectNode> all() {
    var all = new LinkedHashMap<Class<?>, ObjectNode>();
    all.put(Amount.class, matching("^[0-9]{1,15}(\\.[0-9]{1,4})?$", "12.50"));
    all.put(Carrier.class, text("Royal Mail"));
    all.put(CommandId.class, text("order-536365"));
    all.put(Country.class, text("United Kingdom"));
    all.put(CurrencyCode.class, matching("^[A-Z]{3}$", "GBP"));
    all.put(Description.class, text("Earl Grey"));
    all.put(DisplayName.class, text("Ada Lovelace"));
    all.put(EmailAddress.class, text("ada@example.org"));
    all.put(OrderId.class, matching(UUID7, A_UUID7));
    all.put(Reason.class, text("ordered twice"));
    all.put(Reference.class, text("536365"));
    all.put(SessionId.class, matching(UUID7, A_UUID7));
    all.put(Sku.class, matching("^[!-~]([ -~]{0,62}[!-~])?$", "85123A"));
    all.put(TrackingCode.class, text("RM123456789GB"));
    all.put(Username.class, matching("^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$", "ada"));
    return all;
  }

  private static ObjectNode matching(String pattern, String example) {
    ObjectNode schema = MAPPER.createObjectNode().put("type", "string").put("pattern", pattern);
    schema.putArray("examples").add(example);
    return schema;
  }

  private static ObjectNode text(String example) {
    ObjectNode schema = MAPPER.createObjectNode().put("type", "string");
    schema.putArray("examples").add(example);
    return schema;
  }
}
