package dev.tidemark.events.value;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// An exact amount of money, zero or more, with at most 4 decimals and at most 15 digits before
/// them. The currency stands beside it. Two to four decimals are shown, so equal amounts look
/// equal: `12.5`, `12.50` and `12.500` are all `12.50`.
public record Amount(BigDecimal value) implements Comparable<Amount> {
  public static final Amount ZERO = new Amount(BigDecimal.ZERO);

  private static final int DECIMALS_MIN = 2;
  private static final int DECIMALS_MAX = 4;
  private static final int WHOLE_DIGITS_MAX = 15;
  private static final Pattern PATTERN = Pattern.compile("[0-9]{1,15}(?:\\.[0-9]{1,4})?");

  public Amount {
    if (value.signum() < 0) {
      throw new InvalidValueException("Expected an amount of 0 or more, but was below 0");
    }
    if (value.precision() - (long) value.scale() > WHOLE_DIGITS_MAX) {
      throw new InvalidValueException("Expected an amount below 10^15, but was above");
    }
    value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (value.scale() > DECIMALS_MAX) {
      throw new InvalidValueException("Expected an amount with at most 4 decimals, but has more");
    }
    value = value.setScale(Math.max(value.scale(), DECIMALS_MIN));
  }

  /// Digits, optionally a point and 1 to 4 more: no sign, no exponent, no blanks.
  public static Amount parse(String text) {
    Text.matches(PATTERN, text, "an amount as \"12.50\", with at most 15 digits and 4 decimals");
    return new Amount(new BigDecimal(text));
  }

  public Amount plus(Amount other) {
    return new Amount(value.add(other.value));
  }

  /// `other` must not be larger.
  public Amount minus(Amount other) {
    return new Amount(value.subtract(other.value));
  }

  public Amount times(long count) {
    return new Amount(value.multiply(BigDecimal.valueOf(count)));
  }

  public boolean isZero() {
    return value.signum() == 0;
  }

  @Override
  public int compareTo(Amount other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
