package dev.tidemark.bench.commands;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The bytes of a request, made once, in which only customers and keys change from time to time: to
/// make each request anew would cost the clients more than to send it, on the same processors as
/// what is measured. For one thread, but for [#copy()].
final class Template {
  /// Stands for a key in the text of a request.
  static final String KEY = "@@@@@@@@@@@@@";

  /// Stands for a customer.
  static final String CUSTOMER = "~~~~~~~~";

  private final byte[] bytes;
  private final List<Integer> keys;
  private final List<Integer> customers;

  Template(byte[] request) {
    this(request, places(request, KEY), places(request, CUSTOMER));
  }

  private Template(byte[] bytes, List<Integer> keys, List<Integer> customers) {
    this.bytes = bytes;
    this.keys = keys;
    this.customers = customers;
  }

  static String customer(int number) {
    return "user%04d".formatted(number);
  }

  /// For a client of its own.
  Template copy() {
    return new Template(bytes.clone(), keys, customers);
  }

  /// The same request, of other customers and under other keys. Valid until the next one.
  ///
  /// @param used so many keys were used
  /// @param customersMax so many customers there are
  byte[] next(AtomicLong used, int customersMax) {
    long key = used.getAndAdd(keys.size());
    for (int place : keys) {
      bytes[place] = 'k';
      digits(key++, place + 1, KEY.length() - 1);
    }
    long customer = key;
    for (int place : customers) {
      bytes[place] = 'u';
      bytes[place + 1] = 's';
      bytes[place + 2] = 'e';
      bytes[place + 3] = 'r';
      digits(customer++ % customersMax, place + 4, CUSTOMER.length() - 4);
    }
    return bytes;
  }

  private void digits(long number, int from, int count) {
    long left = number;
    for (int i = from + count - 1; i >= from; i--) {
      bytes[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  private static List<Integer> places(byte[] request, String of) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    var places = new ArrayList<Integer>();
    for (int at = text.indexOf(of); at >= 0; at = text.indexOf(of, at + of.length())) {
      places.add(at);
    }
    return places;
  }
}
