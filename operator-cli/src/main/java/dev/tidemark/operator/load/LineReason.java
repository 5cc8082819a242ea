package dev.tidemark.operator.load;

/// What becomes of a line of the file. The first that applies counts, in this order but for
/// [#UNREADABLE], which counts where it is noticed.
enum LineReason {
  ADJUSTMENT_INVOICE,
  CREDIT_NOTE,
  NO_CUSTOMER,
  BAD_QUANTITY,
  BAD_PRICE,
  UNREADABLE,
  ACCEPTED
}
