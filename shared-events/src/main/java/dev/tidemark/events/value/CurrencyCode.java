package dev.tidemark.events.value;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/// A currency by its ISO 4217 code, such as `GBP`.
public record CurrencyCode(String value) {
  private static final Set<String> KNOWN =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  public CurrencyCode {
    if (!KNOWN.contains(value)) {
      throw new InvalidValueException("Expected an ISO 4217 currency code in upper case, as GBP");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
