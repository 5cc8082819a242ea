package dev.tidemark.conventions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The links of a Markdown file to files of this project and their headings.
final class Links {
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("]\\(<?([^)>\\s]+)>?(?:\\s+\"[^\"]*\")?\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z+.-]*:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.+?)\\s*$");

  private Links() {}

  /// Those that lead nowhere.
  static List<String> broken(Path markdown) {
    return LINK.matcher(CODE.matcher(read(markdown)).replaceAll(""))
        .results()
        .map(match -> match.group(1))
        .filter(target -> !ELSEWHERE.matcher(target).matches())
        .filter(target -> !resolves(markdown, target))
        .toList();
  }

  private static boolean resolves(Path markdown, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? markdown : markdown.resolveSibling(path);
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0 || Files.isDirectory(file) || hasHeading(file, target.substring(hash + 1));
  }

  private static boolean hasHeading(Path file, String anchor) {
    if (!file.toString().endsWith(".md")) {
      return true;
    }
    return HEADING
        .matcher(
            CODE.matcher(read(file))
                .replaceAll(match -> match.group().startsWith("```") ? "" : "$0"))
        .results()
        .anyMatch(match -> anchorOf(match.group(1)).equals(anchor));
  }

  private static String anchorOf(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
