package dev.tidemark.events.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// JSON as Tidemark writes it everywhere: values as plain strings, times as ISO 8601 in UTC, absent
/// fields left out, unknown fields ignored.
public final class EventJson {
  private EventJson() {}

  /// A mapper that knows all value types. Thread-safe; make one and keep it.
  public static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(values())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();
  }

  /// The value types, for mappers with rules of their own.
  public static SimpleModule values() {
    var module = new SimpleModule("tidemark-values");
    text(module, Amount.class, Amount::toString, Amount::parse);
    text(module, Carrier.class, Carrier::value, Carrier::new);
    text(module, CommandId.class, CommandId::value, CommandId::new);
    text(module, Country.class, Country::value, Country::new);
    text(module, CurrencyCode.class, CurrencyCode::value, CurrencyCode::new);
    text(module, Description.class, Description::value, Description::new);
    text(module, DisplayName.class, DisplayName::value, DisplayName::new);
    text(module, EmailAddress.class, EmailAddress::value, EmailAddress::new);
    text(module, OrderId.class, OrderId::toString, OrderId::parse);
    text(module, Reason.class, Reason::value, Reason::new);
    text(module, Reference.class, Reference::value, Reference::new);
    text(module, SessionId.class, SessionId::toString, SessionId::parse);
    text(module, Sku.class, Sku::value, Sku::new);
    text(module, TrackingCode.class, TrackingCode::value, TrackingCode::new);
    text(module, Username.class, Username::value, Username::parse);
    return module;
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new StdScalarSerializer<T>(type) {
          @Override
          public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new StdScalarDeserializer<T>(type) {
          @Override
          public T deserialize(JsonParser json, DeserializationContext context) {
            if (!json.hasToken(tools.jackson.core.JsonToken.VALUE_STRING)) {
              return context.reportInputMismatch(type, "Expected a string");
            }
            return read.apply(json.getString());
          }
        });
  }
}
