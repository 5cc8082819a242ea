package dev.tidemark.views;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tidemark.events.codec.EventJson;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON of the views, the same in the query API and in the cache: values as strings, enumerations
/// in lower case, times as ISO 8601 in UTC, absent fields left out, unknown fields ignored.
public final class ViewJson {
  private ViewJson() {}

  /// Thread-safe; make one and keep it.
  public static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(EventJson.values())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();
  }
}
