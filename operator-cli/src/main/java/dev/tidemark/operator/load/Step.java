package dev.tidemark.operator.load;

import dev.tidemark.operator.load.Judged.Credited;

/// One command of a customer, for which the file is the reason.
sealed interface Step {
  /// The order that the command is about, or in whose name the customer comes.
  RetailOrder order();

  /// The line of the file that asks for it.
  long line();

  record Register(RetailOrder order) implements Step {
    @Override
    public long line() {
      return order.line();
    }
  }

  record Place(RetailOrder order) implements Step {
    @Override
    public long line() {
      return order.line();
    }
  }

  record Pay(RetailOrder order) implements Step {
    @Override
    public long line() {
      return order.line();
    }
  }

  record Refund(RetailOrder order, Credited credit) implements Step {
    @Override
    public long line() {
      return credit.line();
    }
  }
}
