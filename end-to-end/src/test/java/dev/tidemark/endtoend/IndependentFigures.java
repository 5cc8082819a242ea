package dev.tidemark.endtoend;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// What must come out of a file, computed from the file alone and by other code than the loader's.
final class IndependentFigures {
  private static final int BEST = 10;

  /// An invoice as it is read, with what was refunded of it.
  private static final class Invoice {
    final String number;
    final String customer;
    final String country;
    final String month;
    final Map<String, Integer> left = new HashMap<>();
    long lines;
    long units;
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal refunded = BigDecimal.ZERO;

    Invoice(List<String> first) {
      number = first.get(0);
      customer = first.get(6).replaceAll("\\.0$", "");
      country = first.get(7);
      month = first.get(4).substring(0, 7);
    }

    void add(String sku, int quantity, BigDecimal price) {
      lines++;
      units += quantity;
      total = total.add(price.multiply(BigDecimal.valueOf(quantity)));
      left.merge(sku, quantity, Integer::sum);
    }
  }

  private final Map<String, Invoice> invoices = new LinkedHashMap<>();
  private final Map<String, Long> reasons = new TreeMap<>();

  private IndependentFigures() {}

  static IndependentFigures of(Path csv) {
    var figures = new IndependentFigures();
    Csv.records(csv).forEach(figures::add);
    return figures;
  }

  Map<String, Long> linesByReason() {
    return reasons;
  }

  BigDecimal refunded() {
    return invoices.values().stream()
        .map(invoice -> invoice.refunded)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /// In the form of a file of expected figures.
  String toJson() {
    var json = JsonMapper.shared().createObjectNode();
    var all = List.copyOf(invoices.values());
    json.put("customers", all.stream().map(invoice -> invoice.customer).distinct().count());
    json.put("orders", all.size());
    json.put("lines", all.stream().mapToLong(invoice -> invoice.lines).sum());
    json.put("units", all.stream().mapToLong(invoice -> invoice.units).sum());
    json.put("milli_gbp", milli(all));
    var countries = json.putObject("orders_and_milli_by_country");
    by(invoice -> invoice.country).forEach((name, of) -> pair(countries.putArray(name), of));
    var months = json.putObject("orders_and_milli_by_month");
    by(invoice -> invoice.month).forEach((name, of) -> pair(months.putArray(name), of));
    var best = json.putArray("top10_customers_orders_and_milli");
    by(invoice -> invoice.customer).entrySet().stream()
        .sorted(Comparator.comparing(entry -> -milli(entry.getValue())))
        .limit(BEST)
        .forEach(entry -> pair(best.addArray().add(entry.getKey()).addArray(), entry.getValue()));
    json.putObject("orders_checksum").put("sha256", checksum(all));
    return json.toString();
  }

  private void add(List<String> line) {
    var reason = reason(line);
    reasons.merge(reason, 1L, Long::sum);
    if (reason.equals("CREDIT_NOTE")) {
      refund(line);
    } else if (reason.equals("ACCEPTED")) {
      invoices
          .computeIfAbsent(line.get(0), _ -> new Invoice(line))
          .add(line.get(1), Integer.parseInt(line.get(3)), new BigDecimal(line.get(5)));
    }
  }

  /// What the rules of the intake say of a line.
  static String reason(List<String> line) {
    if (line.get(0).startsWith("A")) {
      return "ADJUSTMENT_INVOICE";
    }
    if (line.get(0).startsWith("C")) {
      return "CREDIT_NOTE";
    }
    if (line.get(6).isEmpty()) {
      return "NO_CUSTOMER";
    }
    if (Integer.parseInt(line.get(3)) <= 0) {
      return "BAD_QUANTITY";
    }
    return new BigDecimal(line.get(5)).signum() <= 0 ? "BAD_PRICE" : "ACCEPTED";
  }

  private void refund(List<String> line) {
    int quantity = -Integer.parseInt(line.get(3));
    var amount = new BigDecimal(line.get(5)).multiply(BigDecimal.valueOf(quantity));
    if (line.get(6).isEmpty() || amount.signum() <= 0) {
      return;
    }
    var customer = line.get(6).replaceAll("\\.0$", "");
    for (var invoice : new ArrayList<>(invoices.values()).reversed()) {
      if (invoice.customer.equals(customer)
          && invoice.left.getOrDefault(line.get(1), 0) >= quantity) {
        invoice.left.merge(line.get(1), -quantity, Integer::sum);
        var refunded = invoice.refunded.add(amount);
        invoice.refunded = refunded.compareTo(invoice.total) > 0 ? invoice.refunded : refunded;
        return;
      }
    }
  }

  private Map<String, List<Invoice>> by(Function<Invoice, String> key) {
    return invoices.values().stream()
        .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }

  private static void pair(ArrayNode pair, List<Invoice> of) {
    pair.add(of.size()).add(milli(of));
  }

  private static long milli(List<Invoice> of) {
    return of.stream()
        .map(invoice -> invoice.total)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .movePointRight(3)
        .longValueExact();
  }

  private static String checksum(List<Invoice> all) {
    var text =
        all.stream()
            .map(invoice ->
                String.join(
                    "|",
                    invoice.number,
                    invoice.customer,
                    String.valueOf(invoice.lines),
                    String.valueOf(invoice.units),
                    String.valueOf(milli(List.of(invoice)))))
            .sorted()
            .collect(Collectors.joining("\n"));
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
