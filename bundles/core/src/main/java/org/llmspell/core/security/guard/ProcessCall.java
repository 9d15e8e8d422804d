package org.llmspell.core.security.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a program.
 *
 * @param executable its name, or its path
 * @param arguments its arguments
 * @param workingDirectory where it runs; empty for the folder of the run
 * @param environment variables for it; names that are not allowed are left out
 * @param input what it reads from standard input
 * @param timeout how long it may run
 * @param maxOutputBytes how much of each output stream is kept; the rest is read and dropped
 */
public record ProcessCall(
    String executable,
    List<String> arguments,
    Optional<String> workingDirectory,
    Map<String, String> environment,
    @SuppressWarnings("ArrayRecordComponent") // copied, and never compared
        byte[] input,
    Duration timeout,
    int maxOutputBytes) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int OUTPUT_BYTES = 1 << 20;

  /** Copies the collections. */
  public ProcessCall {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    input = input.clone();
  }

  /** A program with arguments and nothing else: 30 s, 1 MiB. */
  public static ProcessCall of(String executable, List<String> arguments) {
    return new ProcessCall(
        executable, arguments, Optional.empty(), Map.of(), new byte[0], TIMEOUT, OUTPUT_BYTES);
  }

  /** In another folder. */
  public ProcessCall in(String folder) {
    return new ProcessCall(
        executable, arguments, Optional.of(folder), environment, input, timeout, maxOutputBytes);
  }

  /** With variables. */
  public ProcessCall with(Map<String, String> variables) {
    return new ProcessCall(
        executable, arguments, workingDirectory, variables, input, timeout, maxOutputBytes);
  }

  /** With another time limit. */
  public ProcessCall timeout(Duration time) {
    return new ProcessCall(
        executable, arguments, workingDirectory, environment, input, time, maxOutputBytes);
  }

  /** With another limit of output. */
  public ProcessCall outputBytes(int max) {
    return new ProcessCall(
        executable, arguments, workingDirectory, environment, input, timeout, max);
  }

  @Override
  public byte[] input() {
    return input.clone();
  }
}
