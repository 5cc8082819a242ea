package dev.tidemark.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// One layout for all code, made by google-java-format. `-Dformat=apply` rewrites what differs.
class FormattingTest {
  private static final String REPAIR =
      "mvn -q -Dquick -pl conventions -am test -Dtest=FormattingTest -Dformat=apply"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void everyJavaFileIsFormatted() {
    boolean apply = "apply".equals(System.getProperty("format"));

    var unformatted =
        Checkout.written(".java").parallelStream()
            .filter(file -> differs(file, apply))
            .map(Checkout::name)
            .toList();

    if (!apply) {
      assertThat(unformatted).as("Repair these files with: " + REPAIR).isEmpty();
    }
  }

  @Test
  void aFileOutOfShapeIsNoticed() {
    assertThat(formatted("class A{}\n")).isEqualTo("class A {}\n");
    assertThat(formatted("import java.util.List;\n\nclass A {}\n")).isEqualTo("class A {}\n");
  }

  private static boolean differs(Path file, boolean apply) {
    try {
      String source = Files.readString(file);
      String formatted = formatted(source);
      if (apply && !formatted.equals(source)) {
        Files.writeString(file, formatted);
      }
      return !formatted.equals(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String formatted(String source) {
    try {
      return new Formatter().formatSourceAndFixImports(source);
    } catch (FormatterException e) {
      throw new IllegalArgumentException(source, e);
    }
  }
}
