package dev.tidemark.operator.verb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Ends a verb with a message and an [exit code][ExitCode] of its own.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  public Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /// @param expected what was to be done with the file
  public static Failure reading(Path file, String expected, IOException e) {
    var cause = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    return new Failure(ExitCode.FAILED, "Expected to " + expected + " " + file + ", but " + cause);
  }

  public int exitCode() {
    return exitCode;
  }

  /// The one place where what went wrong becomes a message and an exit code. What is expected to
  /// fail says all in its message; a stack trace is for bugs.
  public static int report(Exception e, CommandLine verb, ParseResult parsed) {
    var err = verb.getErr();
    return switch (e) {
      case Failure failure -> {
        err.println(failure.getMessage());
        yield failure.exitCode;
      }
      case IllegalStateException expected -> {
        err.println(expected.getMessage());
        yield ExitCode.FAILED;
      }
      case UncheckedIOException files -> {
        err.println("Expected to read and write files, but got " + files.getCause());
        yield ExitCode.FAILED;
      }
      case Exception bug -> {
        bug.printStackTrace(err);
        yield ExitCode.FAILED;
      }
    };
  }
}
