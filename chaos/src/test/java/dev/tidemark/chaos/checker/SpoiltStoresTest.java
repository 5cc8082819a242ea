package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.checker.Stores.Stored;
import dev.tidemark.chaos.history.Resource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Likewise what is done to the stores after a run that was right.
class SpoiltStoresTest {
  static final List<Spoiling> CASES =
      List.of(
          new Spoiling(
              "a row is missing",
              "rows-are-the-fold-of-the-log",
              spoilt -> spoilt.run.stores.rows.removeLast()),
          new Spoiling(
              "a row is of something that never was",
              "rows-are-the-fold-of-the-log",
              spoilt -> {
                Stored row = spoilt.row(Resource.USER);
                spoilt.run.stores.rows.add(new Stored(Resource.USER, "nobody", 1, row.view(), ""));
              }),
          new Spoiling(
              "a row is of an older state",
              "rows-are-the-fold-of-the-log",
              spoilt -> {
                Stored row = spoilt.row(Resource.ORDER);
                spoilt.run.stores.rows.remove(row);
                spoilt.run.stores.rows.add(
                    new Stored(row.resource(), row.id(), row.offset() - 1, row.view(), ""));
              }),
          new Spoiling(
              "the cache denies what is there",
              "cached-values-are-the-fold-of-the-log",
              spoilt -> {
                Stored value = spoilt.run.stores.cached.removeFirst();
                spoilt.run.stores.cached.add(
                    new Stored(value.resource(), value.id(), value.offset(), null, ""));
              }),
          new Spoiling(
              "a value of the cache cannot be read",
              "cached-values-are-the-fold-of-the-log",
              spoilt ->
                  spoilt.run.stores.cached.add(
                      new Stored(Resource.USER, "x", 0, null, "expected a view"))),
          new Spoiling(
              "an event is not in the timeline",
              "the-timeline-is-the-log",
              spoilt -> spoilt.run.stores.timeline.removeFirst()),
          new Spoiling(
              "an event is in the timeline twice",
              "the-timeline-is-the-log",
              spoilt -> spoilt.run.stores.timeline.add(spoilt.run.stores.timeline.getFirst())),
          new Spoiling(
              "an order is sold twice",
              "sales-add-up-to-the-log",
              spoilt -> {
                var sale = spoilt.run.stores.sales.removeFirst();
                spoilt.run.stores.sales.add(Spoilt.sale(sale, sale.orders() + 1));
              }),
          new Spoiling(
              "sales of nobody",
              "sales-add-up-to-the-log",
              spoilt -> spoilt.run.stores.sales.removeFirst()),
          new Spoiling(
              "an event is parked", "nothing-is-parked", spoilt -> spoilt.run.stores.parked = 1));

  @ParameterizedTest
  @FieldSource("CASES")
  void theRuleFindsIt(Spoiling spoiling) {
    spoiling.requireThatItIsFound();
  }
}
