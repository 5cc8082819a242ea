package dev.tidemark.conventions;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Code that breaks a rule, compiled where nothing else sees it.
final class Planted {
  private static final Pattern PACKAGE = Pattern.compile("package ([a-z.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

  private Planted() {}

  /// @param sources whole files, each with a package and one top-level type
  static JavaClasses classes(String... sources) {
    try {
      var folder = Files.createTempDirectory("planted-");
      try {
        compile(folder, List.of(sources));
        return new ClassFileImporter().importPath(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path folder, List<String> sources) {
    var options = List.of("-proc:none", "-cp", classPath(), "-d", folder.toString());
    var files = sources.stream().map(Planted::file).toList();
    var task = ToolProvider.getSystemJavaCompiler().getTask(null, null, null, options, null, files);
    if (!task.call()) {
      throw new IllegalArgumentException("Expected code that compiles, but was " + sources);
    }
  }

  private static String classPath() {
    // Surefire hands the class path on inside a jar, where a compiler does not look.
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static JavaFileObject file(String source) {
    var path = first(PACKAGE, source).replace('.', '/') + "/" + first(TYPE, source) + ".java";
    return new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  private static String first(Pattern pattern, String source) {
    return pattern.matcher(source).results().map(match -> match.group(1)).findFirst().orElseThrow();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
