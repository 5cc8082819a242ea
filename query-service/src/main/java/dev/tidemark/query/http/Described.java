package dev.tidemark.query.http;

import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Description.Answered;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import java.util.Map;
import java.util.Optional;

/// What all reads say of themselves in the same words.
public final class Described {
  private Described() {}

  /// A read that answers this.
  public static Description read(String summary, Shape answer) {
    return Description.of(summary)
        .with(
            Parameter.header(Tokens.HEADER, Shape.text(), "Answer from no earlier than this token"),
            Parameter.header(
                "Consistency",
                Shape.text(),
                "`strong`: answer from no earlier than what was acknowledged before this request;"
                    + " else `eventual`"),
            Parameter.header(
                "If-None-Match",
                Shape.text(),
                "Answer 304 if the entity tag is still one of these"))
        .answers(200, summary, answer)
        .answers(304, new Answered("Not modified", "", Optional.empty()))
        .says("ETag", "Changes when the answer does")
        .says(Tokens.HEADER, "What the reader has seen by now")
        .says("Tidemark-Source", "Where the answer came from")
        .says("Age", "Seconds by which the answer may be behind")
        .refuses(400, 503);
  }

  /// A read that answers one resource, or 404.
  public static Description one(String summary, Class<?> type) {
    return read(summary, Shape.of(type)).refuses(404);
  }

  /// A read that answers a list by pages.
  ///
  /// @param name of the page among the schemas
  public static Description list(String summary, String name, Shape item) {
    Map<String, Shape> items = Map.of("items", new Shape.Many(item));
    Map<String, Shape> next = Map.of("next", Shape.text());
    return read(summary, new Shape.Fields(name, items, next))
        .with(Page.PARAMETERS)
        .says("Link", "The next page, if there is one");
  }
}
