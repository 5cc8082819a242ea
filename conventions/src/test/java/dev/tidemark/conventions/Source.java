package dev.tidemark.conventions;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// One Java file as its author sees it, parsed but not compiled.
///
/// @param name as it is shown in findings
record Source(String name, String text) {
  private static final int FILE_LINES_MAX = 300;
  private static final int METHOD_LINES_MAX = 50;

  static Source of(Path file) {
    try {
      return new Source(Checkout.name(file), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file if it is too long, as `name: lines`.
  List<String> tooLong() {
    long lines = text.lines().count();
    return lines > FILE_LINES_MAX ? List.of(name + ": " + lines + " lines") : List.of();
  }

  /// The methods that are too long, as `name:line method: lines`.
  List<String> methodsTooLong() {
    return findings((unit, trees) ->
        new Scanner(unit, trees) {
          @Override
          public Void visitMethod(MethodTree method, Void unused) {
            long lines = lastLine(method) - line(method) + 1;
            if (lines > METHOD_LINES_MAX) {
              add(method, method.getName() + ": " + lines + " lines");
            }
            return super.visitMethod(method, unused);
          }
        });
  }

  /// Switches over one of `sealed` that have a default branch, as `name:line type`. It is known by
  /// the records that its cases name, so a switch that names none is not seen.
  List<String> defaultsOver(Set<String> sealed) {
    return findings((unit, trees) ->
        new Scanner(unit, trees) {
          @Override
          public Void visitSwitch(SwitchTree tree, Void unused) {
            check(tree, tree.getCases());
            return super.visitSwitch(tree, unused);
          }

          @Override
          public Void visitSwitchExpression(SwitchExpressionTree tree, Void unused) {
            check(tree, tree.getCases());
            return super.visitSwitchExpression(tree, unused);
          }

          private void check(Tree tree, List<? extends CaseTree> cases) {
            var labels = cases.stream().flatMap(c -> c.getLabels().stream()).toList();
            if (labels.stream().anyMatch(DefaultCaseLabelTree.class::isInstance)) {
              labels.stream()
                  .map(Source::patternType)
                  .filter(sealed::contains)
                  .findFirst()
                  .ifPresent(type -> add(tree, type));
            }
          }
        });
  }

  /// The simple names of all sealed types in here.
  List<String> sealedTypes() {
    return findings((unit, trees) ->
        new Scanner(unit, trees) {
          @Override
          public Void visitClass(ClassTree type, Void unused) {
            if (type.getModifiers().getFlags().contains(Modifier.SEALED)) {
              found.add(type.getSimpleName().toString());
            }
            return super.visitClass(type, unused);
          }
        });
  }

  /// The simple names of the types in here that are one of `sealed`.
  List<String> kindsOf(Set<String> sealed) {
    return findings((unit, trees) ->
        new Scanner(unit, trees) {
          @Override
          public Void visitClass(ClassTree type, Void unused) {
            if (type.getImplementsClause().stream()
                .anyMatch(parent -> sealed.contains(simple(parent)))) {
              found.add(type.getSimpleName().toString());
            }
            return super.visitClass(type, unused);
          }
        });
  }

  private static String patternType(Tree label) {
    if (!(label instanceof PatternCaseLabelTree pattern)) {
      return "";
    }
    return switch (pattern.getPattern()) {
      case DeconstructionPatternTree record -> simple(record.getDeconstructor());
      case BindingPatternTree binding -> simple(binding.getVariable().getType());
      default -> "";
    };
  }

  private static String simple(Tree type) {
    var name = type.toString();
    int end = name.indexOf('<');
    var raw = end < 0 ? name : name.substring(0, end);
    return raw.substring(raw.lastIndexOf('.') + 1);
  }

  private List<String> findings(ScannerOf scannerOf) {
    var file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, List.of(file));
    try {
      var unit = task.parse().iterator().next();
      var scanner = scannerOf.scanner(unit, Trees.instance(task));
      scanner.scan(unit, null);
      return scanner.found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface ScannerOf {
    Scanner scanner(CompilationUnitTree unit, Trees trees);
  }

  private abstract class Scanner extends TreePathScanner<Void, Void> {
    final List<String> found = new ArrayList<>();
    private final CompilationUnitTree unit;
    private final Trees trees;

    Scanner(CompilationUnitTree unit, Trees trees) {
      this.unit = unit;
      this.trees = trees;
    }

    void add(Tree tree, String what) {
      found.add(name + ":" + line(tree) + " " + what);
    }

    long line(Tree tree) {
      return unit.getLineMap()
          .getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    long lastLine(Tree tree) {
      return unit.getLineMap().getLineNumber(trees.getSourcePositions().getEndPosition(unit, tree));
    }
  }
}
