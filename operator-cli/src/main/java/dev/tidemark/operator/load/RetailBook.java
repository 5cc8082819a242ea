package dev.tidemark.operator.load;

import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.Username;
import dev.tidemark.operator.load.Judged.Accepted;
import dev.tidemark.operator.load.Judged.Credited;
import dev.tidemark.operator.load.Judged.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole file as what each customer did, in the order of the file. It is read to its end before
/// anything is sent, because the lines of an invoice need not stand together.
final class RetailBook {
  private final Map<LineReason, Long> linesByReason = new EnumMap<>(LineReason.class);
  private final Map<Reference, RetailOrder> orders = new HashMap<>();
  private final Map<Username, List<RetailOrder>> ordersOfCustomer = new HashMap<>();
  private final Map<Username, List<Step>> steps = new LinkedHashMap<>();
  private final List<RefusedLine> refused = new ArrayList<>();

  static RetailBook read(Path file) throws IOException {
    var book = new RetailBook();
    var intake = new Intake();
    var texts = new SharedTexts();
    try (var lines = new CsvLines(file, Intake.COLUMNS)) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        book.add(intake.judge(texts.shared(line.get())));
      }
    }
    return book;
  }

  void add(Judged judged) {
    linesByReason.merge(judged.reason(), 1L, Long::sum);
    switch (judged) {
      case Accepted accepted -> accept(accepted);
      case Credited credited -> credit(credited);
      case Refused no -> refused.add(RefusedLine.by(no));
    }
  }

  /// How many lines there are of each kind that occurs.
  Map<LineReason, Long> linesByReason() {
    return linesByReason;
  }

  /// What each customer did, in the order in which it must be told.
  Collection<List<Step>> customers() {
    return steps.values();
  }

  int orders() {
    return orders.size();
  }

  /// Lines for which nothing is sent.
  List<RefusedLine> refused() {
    return refused;
  }

  private void accept(Accepted accepted) {
    orders.computeIfAbsent(accepted.invoice(), _ -> begin(accepted)).add(accepted.goods());
  }

  private RetailOrder begin(Accepted first) {
    var order = new RetailOrder(first);
    var known =
        steps.computeIfAbsent(
            first.customer(), _ -> new ArrayList<>(List.of(new Step.Register(order))));
    known.add(new Step.Place(order));
    known.add(new Step.Pay(order));
    ordersOfCustomer.computeIfAbsent(first.customer(), _ -> new ArrayList<>()).add(order);
    return order;
  }

  private void credit(Credited credit) {
    var order = latestThatHolds(credit);
    if (order.isEmpty()) {
      refused.add(RefusedLine.withoutOrder(credit));
      return;
    }
    steps
        .computeIfAbsent(credit.customer(), _ -> new ArrayList<>())
        .add(new Step.Refund(order.get(), credit));
  }

  private Optional<RetailOrder> latestThatHolds(Credited credit) {
    return ordersOfCustomer.getOrDefault(credit.customer(), List.of()).reversed().stream()
        .filter(order -> order.takeBack(credit.sku(), credit.quantity()))
        .findFirst();
  }
}
