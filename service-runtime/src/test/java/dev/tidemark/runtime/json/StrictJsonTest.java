package dev.tidemark.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.problem.FieldError;
import dev.tidemark.runtime.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

class StrictJsonTest {
  private record Price(String value) {
    Price {
      if (!value.matches("[0-9]+\\.[0-9]{2}")) {
        throw new IllegalArgumentException("Expected a price as \"12.50\", but was another text");
      }
    }
  }

  private record Line(@Nullable Integer quantity, @Nullable Price price) {
    Line {
      if (quantity != null && quantity < 1) {
        throw new IllegalArgumentException("Expected a quantity of 1 or more, but was " + quantity);
      }
    }
  }

  private enum Color {
    RED
  }

  private record Order(
      String name,
      @Nullable List<Line> lines,
      @Nullable Instant at,
      boolean gift,
      long count,
      @Nullable Color color) {}

  private static final SimpleModule VALUES =
      new SimpleModule("test-values")
          .addDeserializer(
              Price.class,
              new StdScalarDeserializer<>(Price.class) {
                @Override
                public Price deserialize(JsonParser json, DeserializationContext context) {
                  return new Price(json.getString());
                }
              });

  private final StrictJson json =
      new StrictJson(
          VALUES,
          read ->
              read instanceof Order order && order.name() == null
                  ? Optional.of("name")
                  : Optional.empty());

  @Test
  void whatFitsIsRead() {
    Order order =
        read(
            """
            {"name":"n","lines":[{"quantity":2,"price":"1.50"}],"at":"2011-01-31T08:26:00Z",
             "gift":true,"count":9007199254740993,"color":"RED"}
            """);
    assertThat(order.lines()).containsExactly(new Line(2, new Price("1.50")));
    assertThat(order.at()).isEqualTo(Instant.parse("2011-01-31T08:26:00Z"));
    assertThat(order.count()).isEqualTo(9_007_199_254_740_993L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":"n","nmae":1}                      | nmae              | Expected no such field
          {"name":"n","lines":[{"qty":1}]}           | lines[0].qty      | Expected no such field
          {"name":1}                                 | name              | but was something else
          {"name":true}                              | name              | but was something else
          {"name":"n","count":"1"}                   | count             | a whole number
          {"name":"n","count":1.0}                   | count             | a whole number
          {"name":"n","count":1e3}                   | count             | a whole number
          {"name":"n","count":null}                  | count             | but was something else
          {"name":"n","count":99999999999999999999}  | count             | a whole number
          {"name":"n","gift":1}                      | gift              | true or false
          {"name":"n","gift":"true"}                 | gift              | true or false
          {"name":"n","gift":""}                     | gift              | true or false
          {"name":"n","color":0}                     | color             | but was something else
          {"name":"n","color":"GREEN"}               | color             | one of the known names
          {"name":"n","color":"red"}                 | color             | one of the known names
          {"name":"n","color":""}                    | color             | one of the known names
          {"name":"n","at":1300000000}               | at                | but was something else
          {"name":"n","at":"yesterday"}              | at                | Expected an instant
          {"name":"n","lines":{}}                    | lines             | an array
          {"name":"n","lines":""}                    | lines             | an array
          {"name":"n","lines":[{},{"price":"x"}]}    | lines[1].price    | Expected a price as
          {"name":"n","lines":[{"quantity":0}]}      | lines[0]          | Expected a quantity of 1
          {"name":"n","lines":[[]]}                  | lines[0]          | but was something else
          {"name":"n","lines":[""]}                  | lines[0]          | but was something else
          {"name":"n","name":"m"}                    | name              | but it is there twice
          {"name":"n","lines":[{"price":"1.00","price":"1.00"}]} | lines[0].price | there twice
          {}                                         | name              | but it is absent
          """)
  void aFieldThatDoesNotFitIsNamed(String body, String field, String rule) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(400);
              assertThat(e.problem().errors()).as(e.getMessage()).hasSize(1);
              FieldError error = e.problem().errors().getFirst();
              assertThat(error.field()).isEqualTo(field);
              assertThat(error.rule()).contains(rule).doesNotContain("dev.tidemark", "java.");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"n"} {}
          {"name":"n"} x
          {"name":"n",}
          {'name':'n'}
          {name:"n"}
          {"name":"n" /* why */}
          {"name":NaN}
          {"name":"n","count":01}
          {"name":"n","count":1111111111111111111111111111111111111111111111111111111111}
          [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
          null
          "name"
          []
          ``
          {
          """)
  void whatIsNotOneWellFormedObjectIsRefused(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(400);
              assertThat(e.getMessage()).contains("Expected").doesNotContain("dev.tidemark");
            });
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] bytes = "{\"name\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> json.read(bytes, Order.class)).hasMessageContaining("UTF-8");
    byte[] utf16 = "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> json.read(utf16, Order.class)).isInstanceOf(ProblemException.class);
  }

  @Test
  void fieldsOfAnObjectInsideAnotherAreNamedFromTheOutside() {
    var body = json.object(bytes("{\"name\":\"n\",\"lines\":[{\"quantity\":\"2\"}]}"));
    assertThatThrownBy(() -> json.read(body, Order.class, "body"))
        .hasMessageStartingWith("body.lines[0].quantity: Expected a whole number");
    assertThatThrownBy(() -> json.read(json.object(bytes("{}")), Order.class, "body"))
        .hasMessageStartingWith("body.name: ");
  }

  @Test
  void hostileNamesCannotForgeLines() {
    assertThatThrownBy(() -> read("{\"name\":\"n\",\"a\\nERROR all is lost\":1}"))
        .hasMessage("a?ERROR all is lost: Expected no such field");
  }

  private Order read(@Nullable String body) {
    return json.read(bytes(body == null ? "" : body), Order.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
