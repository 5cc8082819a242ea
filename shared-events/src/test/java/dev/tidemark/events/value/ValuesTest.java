package dev.tidemark.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void theSlotIsWhatAnyKafkaClientComputes() {
    var random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      byte[] data = new byte[random.nextInt(20)];
      random.nextBytes(data);
      assertThat(Slot.murmur2(data)).isEqualTo(Utils.murmur2(data));
    }
    assertThat(new Username("alice").slot().value())
        .isEqualTo(Utils.toPositive(Utils.murmur2("alice".getBytes())) % 4096);
  }

  @Test
  void anIdRoutesItselfToItsCustomersSlot() {
    Slot slot = new Username("c17850").slot();

    OrderId id = OrderId.mint(slot, NOW, new Random(1));

    assertThat(id.slot()).isEqualTo(slot);
    assertThat(OrderId.parse(id.toString())).isEqualTo(id);
    assertThat(id.value().version()).isEqualTo(7);
    assertThat(id.value().variant()).isEqualTo(2);
    assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void idsOfOneMillisecondDiffer() {
    var random = new Random(1);
    Slot slot = new Slot(4095);

    assertThat(SessionId.mint(slot, NOW, random)).isNotEqualTo(SessionId.mint(slot, NOW, random));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0199a1b2-c3d4-4b1c-9abc-def012345678",
        "0199A1B2-c3d4-7b1c-9abc-def012345678",
        "0199a1b2c3d47b1c9abcdef012345678",
        "0199a1b2-c3d4-7b1c-1abc-def012345678",
        "0199a1b2-c3d4-7b1c-9abc-def01234567/"
      })
  void whatIsNoIdIsRefused(String text) {
    assertThatThrownBy(() -> OrderId.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void anIdOfAnotherUuidVersionIsRefused() {
    assertThatThrownBy(() -> new SessionId(new UUID(0x4000L, 1L << 63)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void usernamesAreFolded() {
    assertThat(Username.parse("Alice.B")).isEqualTo(new Username("alice.b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".a",
        "a.",
        "-",
        "a b",
        "a/b",
        "Ünal",
        "ｅvil",
        "a\u0000",
        "İstanbul",
        "\u212A"
      })
  void whatIsNoUsernameIsRefused(String text) {
    assertThatThrownBy(() -> Username.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aUsernameHasAtMost64Characters() {
    assertThat(new Username("a".repeat(64)).value()).hasSize(64);
    assertThatThrownBy(() -> new Username("a".repeat(65)))
        .isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource({"12.5,12.50", "0,0.00", "0.0001,0.0001", "12.500,12.50", "007,7.00", "1.2340,1.234"})
  void equalAmountsLookEqual(String text, String shown) {
    assertThat(Amount.parse(text)).hasToString(shown);
    assertThat(Amount.parse(text)).isEqualTo(Amount.parse(shown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        "1e3",
        "1,5",
        ".5",
        "5.",
        "0.00001",
        "1000000000000000",
        "NaN",
        "１"
      })
  void whatIsNoAmountIsRefused(String text) {
    assertThatThrownBy(() -> Amount.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E+15", "1E+1000000", "0.00001", "1E-1000000", "-0.01"})
  void anAmountOutsideItsBoundsIsRefused(String number) {
    assertThatThrownBy(() -> new Amount(new BigDecimal(number)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void amountsAddExactly() {
    Amount sum = Amount.ZERO;
    for (int i = 0; i < 10_000; i++) {
      sum = sum.plus(Amount.parse("0.001"));
    }
    assertThat(sum).hasToString("10.00");
    assertThat(sum.minus(Amount.parse("9.9999"))).hasToString("0.0001");
    assertThat(Amount.parse("1.04").times(74_215)).hasToString("77183.60");
  }

  @Test
  void aLineNeedsUnitsAndAPrice() {
    Sku sku = new Sku("22139");
    Description none = new Description("");

    assertThatThrownBy(() -> new OrderLine(sku, none, 56, Amount.ZERO))
        .hasMessageContaining("unitPrice");
    assertThatThrownBy(() -> new OrderLine(sku, none, 0, Amount.parse("1")))
        .hasMessageContaining("quantity");
    assertThatThrownBy(() -> new OrderLine(sku, none, 1_000_001, Amount.parse("1")))
        .hasMessageContaining("quantity");
  }

  @Test
  void descriptionsAreKeptAsTheyCame() {
    assertThat(new Description(" Gift Voucher £40.00 \"x\" ").value())
        .isEqualTo(" Gift Voucher £40.00 \"x\" ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000", "a\u2028b", "\uD800", "\u0085"})
  void controlCharactersAreRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> new Description(text))
        .isInstanceOf(InvalidValueException.class)
        .message()
        .matches("\\P{Cntrl}*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gbp", "GB", "XXXX", "ZZZ", ""})
  void whatIsNoCurrencyIsRefused(String text) {
    assertThatThrownBy(() -> new CurrencyCode(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "United Kingdom",
        "EIRE",
        "European Community",
        "Channel Islands",
        "Côte d'Ivoire"
      })
  void countriesGoByTheirNames(String name) {
    assertThat(new Country(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " UK", "UK ", "U\tK", "<b>", "1"})
  void whatIsNoCountryIsRefused(String name) {
    assertThatThrownBy(() -> new Country(name)).isInstanceOf(InvalidValueException.class);
  }
}
