/// Loads a file of retail invoices through the public HTTP API:
/// [dev.tidemark.operator.load.CsvLines] cut the file into lines, the
/// [dev.tidemark.operator.load.Intake] judges each, the [dev.tidemark.operator.load.RetailBook]
/// makes commands of them, customer by customer, and [dev.tidemark.operator.load.Lane]s deliver
/// these until each is decided.
@NullMarked
package dev.tidemark.operator.load;

import org.jspecify.annotations.NullMarked;
