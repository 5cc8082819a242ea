package dev.tidemark.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/// Ends a verb with a message and an exit code of its own.
///
/// The launcher script adds 10 (a JDK or Maven is missing) and 11 (the build failed).
final class Failure extends RuntimeException {
  static final int NOT_RUNNING = 3;
  static final int PORT_TAKEN = 4;
  static final int NOT_READY = 5;

  private static final long serialVersionUID = 1;

  private final int exitCode;

  Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /// @param expected what was to be done with the file
  static Failure reading(Path file, String expected, IOException e) {
    var cause = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    return new Failure(
        ExitCode.SOFTWARE, "Expected to " + expected + " " + file + ", but " + cause);
  }

  int exitCode() {
    return exitCode;
  }

  /// The one place where what went wrong becomes a message and an exit code. What is expected to
  /// fail says all in its message; a stack trace is for bugs.
  static int report(Exception e, CommandLine verb, ParseResult parsed) {
    var err = verb.getErr();
    return switch (e) {
      case Failure failure -> {
        err.println(failure.getMessage());
        yield failure.exitCode;
      }
      case IllegalStateException expected -> {
        err.println(expected.getMessage());
        yield ExitCode.SOFTWARE;
      }
      case UncheckedIOException files -> {
        err.println("Expected to read and write files, but got " + files.getCause());
        yield ExitCode.SOFTWARE;
      }
      case Exception bug -> {
        bug.printStackTrace(err);
        yield ExitCode.SOFTWARE;
      }
    };
  }
}
