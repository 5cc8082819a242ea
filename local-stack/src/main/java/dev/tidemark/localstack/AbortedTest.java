package dev.tidemark.localstack;

import org.opentest4j.TestAbortedException;

/// How JUnit is told that a test cannot be run here. By itself, since only tests have that class.
final class AbortedTest {
  private AbortedTest() {}

  static RuntimeException because(String why) {
    return new TestAbortedException(why);
  }
}
