package dev.tidemark.operator.load;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import dev.tidemark.operator.load.Judged.Accepted;
import dev.tidemark.operator.load.Judged.Credited;
import dev.tidemark.operator.load.Judged.Refused;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.regex.Pattern;

/// Decides what a line of a retail file is, by the first rule that applies: an adjustment, a credit
/// note, without a customer, with a quantity or a price that is not above zero, or else a line of
/// an order. What cannot be read is refused where it is noticed.
final class Intake {
  static final List<String> COLUMNS =
      List.of(
          "InvoiceNo",
          "StockCode",
          "Description",
          "Quantity",
          "InvoiceDate",
          "UnitPrice",
          "CustomerID",
          "Country");

  private static final Pattern INVOICE = Pattern.compile("[!-~]{1,64}");
  private static final Pattern QUANTITY = Pattern.compile("-?[0-9]{1,9}");
  private static final Pattern PRICE = Pattern.compile("-?[0-9]{1,15}(?:\\.[0-9]{1,9})?");
  private static final Pattern CUSTOMER = Pattern.compile("([0-9A-Za-z]{1,60})(?:\\.0)?");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
  private static final int SHOWN_CHARS_MAX = 40;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  Judged judge(CsvLine line) {
    if (!line.problem().isEmpty()) {
      return new Refused(
          line.number(), LineReason.UNREADABLE, LineReason.UNREADABLE, line.problem());
    }
    var fields = new Fields(line.fields());
    if (fields.invoice().startsWith("A")) {
      return refused(line, LineReason.ADJUSTMENT_INVOICE, "An adjustment is not an order");
    }
    if (!INVOICE.matcher(fields.invoice()).matches()) {
      return refused(
          line,
          LineReason.UNREADABLE,
          "Expected an invoice number of 1 to 64 printable characters, but was \"%s\""
              .formatted(shown(fields.invoice())));
    }
    boolean credit = fields.invoice().startsWith("C");
    try {
      return credit ? credited(line, fields) : accepted(line, fields);
    } catch (BrokenRule broken) {
      var reason = credit ? LineReason.CREDIT_NOTE : broken.rule;
      return new Refused(line.number(), reason, broken.rule, broken.detail);
    }
  }

  private static Judged accepted(CsvLine line, Fields fields) throws BrokenRule {
    requireCustomer(fields);
    int quantity = quantity(fields, 1);
    var price = price(fields);
    try {
      return new Accepted(
          line.number(),
          new Reference(fields.invoice()),
          customer(fields),
          new Country(fields.country()),
          time(fields),
          new OrderLine(
              new Sku(fields.sku()), new Description(fields.description()), quantity, price));
    } catch (InvalidValueException e) {
      throw new BrokenRule(e);
    }
  }

  private static Judged credited(CsvLine line, Fields fields) throws BrokenRule {
    requireCustomer(fields);
    int quantity = quantity(fields, -1);
    var price = price(fields);
    try {
      return new Credited(
          line.number(),
          new Reference(fields.invoice()),
          customer(fields),
          new Sku(fields.sku()),
          quantity,
          price,
          time(fields));
    } catch (InvalidValueException e) {
      throw new BrokenRule(e);
    }
  }

  private static void requireCustomer(Fields fields) throws BrokenRule {
    if (fields.customer().isBlank()) {
      throw new BrokenRule(LineReason.NO_CUSTOMER, "Expected a customer, but there is none");
    }
  }

  /// @param sign 1 where goods go out, -1 where they come back
  private static int quantity(Fields fields, int sign) throws BrokenRule {
    if (!QUANTITY.matcher(fields.quantity()).matches()) {
      throw unreadable("a quantity as a whole number", fields.quantity());
    }
    int quantity = sign * Integer.parseInt(fields.quantity());
    if (quantity <= 0) {
      throw new BrokenRule(
          LineReason.BAD_QUANTITY,
          "Expected a quantity %s 0, but was %s"
              .formatted(sign > 0 ? "above" : "below", fields.quantity()));
    }
    return quantity;
  }

  private static Amount price(Fields fields) throws BrokenRule {
    if (!PRICE.matcher(fields.price()).matches()) {
      throw unreadable("a price as a decimal number", fields.price());
    }
    var price = new BigDecimal(fields.price());
    if (price.signum() <= 0) {
      throw new BrokenRule(
          LineReason.BAD_PRICE, "Expected a price above 0, but was " + fields.price());
    }
    try {
      return new Amount(price);
    } catch (InvalidValueException e) {
      throw new BrokenRule(e);
    }
  }

  private static Username customer(Fields fields) throws BrokenRule {
    var matcher = CUSTOMER.matcher(fields.customer());
    if (!matcher.matches()) {
      throw unreadable("a customer as letters and digits", fields.customer());
    }
    return Username.parse("c" + matcher.group(1));
  }

  private static Instant time(Fields fields) throws BrokenRule {
    try {
      return LocalDateTime.parse(fields.time(), TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw unreadable("a time as 2010-12-01 08:26:00", fields.time());
    }
  }

  private static BrokenRule unreadable(String expected, String found) {
    return new BrokenRule(
        LineReason.UNREADABLE, "Expected %s, but was \"%s\"".formatted(expected, shown(found)));
  }

  /// Short and printable, whatever the file holds.
  private static String shown(String text) {
    var start = text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "…" : text;
    return UNPRINTABLE.matcher(start).replaceAll("?");
  }

  private static Refused refused(CsvLine line, LineReason reason, String detail) {
    return new Refused(line.number(), reason, reason, detail);
  }

  /// A record by the names of its columns.
  private record Fields(List<String> all) {
    String invoice() {
      return all.get(0);
    }

    String sku() {
      return all.get(1);
    }

    String description() {
      return all.get(2);
    }

    String quantity() {
      return all.get(3);
    }

    String time() {
      return all.get(4);
    }

    String price() {
      return all.get(5);
    }

    String customer() {
      return all.get(6);
    }

    String country() {
      return all.get(7);
    }
  }

  /// Ends the judgement of one line; never leaves this class.
  private static final class BrokenRule extends Exception {
    private static final long serialVersionUID = 1;

    final LineReason rule;
    final String detail;

    BrokenRule(InvalidValueException value) {
      this(LineReason.UNREADABLE, String.valueOf(value.getMessage()));
    }

    BrokenRule(LineReason rule, String detail) {
      super(detail, null, false, false);
      this.rule = rule;
      this.detail = detail;
    }
  }
}
