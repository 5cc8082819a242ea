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
record Source(String name, String text, CompilationUnitTree unit, Trees trees) {
  private static final int FILE_LINES_MAX = 300;
  private static final int METHOD_LINES_MAX = 50;

  private static final class Text extends SimpleJavaFileObject {
    private final String name;
    private final String text;

    Text(String name, String text) {
      super(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE);
      this.name = name;
      this.text = text;
    }

    static Text of(Path file) {
      try {
        return new Text(Checkout.name(file), Files.readString(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  static Source of(String name, String text) {
    return parsed(List.of(new Text(name, text))).getFirst();
  }

  /// All at once: a compiler for each would take longer to make than it works.
  static List<Source> of(List<Path> files) {
    return parsed(files.stream().map(Text::of).toList());
  }

  private static List<Source> parsed(List<Text> texts) {
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, texts);
    var trees = Trees.instance(task);
    try {
      var sources = new ArrayList<Source>();
      // In the order of the files.
      for (var unit : task.parse()) {
        Text text = texts.get(sources.size());
        sources.add(new Source(text.name, text.text, unit, trees));
      }
      return sources;
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
    return findings(
        new Scanner() {
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
    return findings(
        new Scanner() {
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
    return findings(
        new Scanner() {
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
    return findings(
        new Scanner() {
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

  private List<String> findings(Scanner scanner) {
    scanner.scan(unit, null);
    return scanner.found;
  }

  private abstract class Scanner extends TreePathScanner<Void, Void> {
    final List<String> found = new ArrayList<>();

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
