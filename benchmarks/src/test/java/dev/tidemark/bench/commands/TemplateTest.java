package dev.tidemark.bench.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private final AtomicLong used = new AtomicLong(8);

  @Test
  void eachRequestHasOtherKeysAndOneOfTheCustomers() {
    Template template =
        new Template(bytes("%1$s %2$s; %1$s %2$s".formatted(Template.CUSTOMER, Template.KEY)));

    assertThat(text(template.next(used, 11)))
        .isEqualTo("user0010 k000000000008; user0000 k000000000009");
    assertThat(text(template.next(used, 11)))
        .isEqualTo("user0001 k000000000010; user0002 k000000000011");
    assertThat(Template.customer(2)).isEqualTo("user0002");
  }

  @Test
  void clientsDoNotShareTheBytesOfARequest() {
    Template one = new Template(bytes(Template.KEY));
    byte[] first = one.next(used, 1);
    byte[] _ = one.copy().next(used, 1);

    assertThat(text(first)).isEqualTo("k000000000008");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
