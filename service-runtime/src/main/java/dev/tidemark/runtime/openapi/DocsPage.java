package dev.tidemark.runtime.openapi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The description for people: one page without scripts and without anything from elsewhere.
final class DocsPage {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final String STYLE =
      """
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      summary { cursor: pointer; padding: .4rem 0; }
      code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
      pre { overflow-x: auto; padding: .6rem; border: 1px solid #8886; border-radius: .3rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0;
        border-bottom: 1px solid #8884; }
      .method { display: inline-block; min-width: 4.5rem; font-weight: 600; }
      .quiet { opacity: .7; }
      """;

  private final ObjectNode document;
  private final StringBuilder html = new StringBuilder();

  DocsPage(ObjectNode document) {
    this.document = document;
  }

  /// Nothing but this style: no script, no image, no frame, no other host.
  String contentSecurityPolicy() {
    return "default-src 'none'; style-src 'sha256-"
        + sha256(STYLE)
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  String html() {
    String title = document.path("info").path("title").asString();
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escaped(title))
        .append("</h1>\n<p>")
        .append(escaped(document.path("info").path("summary").asString()))
        .append(". For programs: <a href=\"/openapi.json\">openapi.json</a>.</p>\n");
    document
        .path("paths")
        .forEachEntry((path, methods) ->
            methods.forEachEntry((method, operation) -> operation(method, path, operation)));
    html.append("<h2>Schemas</h2>\n");
    document.path("components").path("schemas").forEachEntry(this::schema);
    return html.append("</body></html>\n").toString();
  }

  private void operation(String method, String path, JsonNode operation) {
    html.append("<details><summary><code><span class=\"method\">")
        .append(method.toUpperCase(Locale.ROOT))
        .append("</span>")
        .append(escaped(path))
        .append("</code> <span class=\"quiet\">")
        .append(escaped(operation.path("summary").asString()))
        .append("</span></summary>\n<p>For the role ")
        .append(escaped(operation.path("x-role").asString()))
        .append(".</p>\n<table>\n");
    operation
        .path("parameters")
        .forEach(parameter ->
            row(
                parameter.path("name").asString(),
                parameter.path("in").asString()
                    + (parameter.path("required").asBoolean() ? ", required" : ""),
                parameter.path("description").asString(),
                parameter.path("schema")));
    operation
        .path("requestBody")
        .path("content")
        .forEachEntry((type, content) -> row("body", type, "", content.path("schema")));
    operation.path("responses").forEachEntry(this::response);
    html.append("</table></details>\n");
  }

  private void response(String status, JsonNode response) {
    if (response.path("content").isEmpty()) {
      row(status, "", response.path("description").asString(), document.path("no"));
    }
    response
        .path("content")
        .forEachEntry((type, content) ->
            row(status, type, response.path("description").asString(), content.path("schema")));
  }

  private void row(String name, String place, String summary, JsonNode schema) {
    html.append("<tr><th scope=\"row\"><code>")
        .append(escaped(name))
        .append("</code></th><td>")
        .append(escaped(place))
        .append("</td><td>")
        .append(escaped(summary))
        .append("</td><td>")
        .append(inline(schema))
        .append("</td></tr>\n");
  }

  private void schema(String name, JsonNode schema) {
    html.append("<details id=\"schema-")
        .append(escaped(name))
        .append("\"><summary><code>")
        .append(escaped(name))
        .append("</code></summary><pre>")
        .append(escaped(PRETTY.writeValueAsString(schema)))
        .append("</pre></details>\n");
  }

  private static String inline(JsonNode schema) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().replaceFirst("^.*/", "");
      return "<a href=\"#schema-" + escaped(name) + "\">" + escaped(name) + "</a>";
    }
    if (schema.path("type").asString("").equals("array")) {
      return "list of " + inline(schema.path("items"));
    }
    return schema.isMissingNode() || schema.isEmpty()
        ? ""
        : "<code>" + escaped(schema.toString()) + "</code>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected every JDK to have SHA-256", e);
    }
  }
}
