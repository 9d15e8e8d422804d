package org.llmspell.security.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.GuardedProcesses;
import org.llmspell.core.security.guard.ProcessCall;
import org.llmspell.core.security.guard.ProcessResult;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.ProcessRules;
import org.llmspell.security.policy.Rules;
import org.llmspell.security.policy.RunPolicy;

/** The programs of one call. */
final class PolicyProcesses implements GuardedProcesses {
  private static final String RULE = "process_execution";
  private static final String VIOLATION = "Process execution violation: ";
  private static final Pattern DANGEROUS =
      Pattern.compile("[$`\\\\;|&><(){}\\[\\]*?~\"'\\s\\p{Cntrl}]");
  private static final Set<String> VARIABLES =
      Set.of("PATH", "HOME", "USER", "SHELL", "TERM", "LANG", "LC_ALL", "TZ");
  private static final long LOOK_MILLIS = 50;

  private final RunPolicy policy;
  private final Decisions decisions;
  private final Arguments arguments;
  private final Cancellation cancellation;

  PolicyProcesses(
      RunPolicy policy, Decisions decisions, Arguments arguments, Cancellation cancellation) {
    this.policy = policy;
    this.decisions = decisions;
    this.arguments = arguments;
    this.cancellation = cancellation;
  }

  @Override
  public Path resolve(String executable) {
    if (executable.isEmpty() || DANGEROUS.matcher(executable).find()) {
      throw SpellException.validation(
          "executable",
          "'%s' is no name of a program: blanks and characters of a shell are not allowed"
              .formatted(executable.replaceAll("\\p{Cntrl}", "?")));
    }
    Path found =
        find(executable)
            .orElseThrow(() ->
                SpellException.tool(
                    null,
                    "Program '%s' not found; it is looked for in the folders of PATH"
                        .formatted(executable),
                    null));
    String name = name(found);
    check(name, policy.rules());
    policy.bound().ifPresent(rules -> check(name, rules));
    return found;
  }

  private static String name(Path program) {
    return String.valueOf(program.getFileName());
  }

  private void check(String name, Rules rules) {
    ProcessRules processes = rules.processes();
    if (!processes.enabled()) {
      throw denied(name, "Programs are off; %s = true turns them on".formatted(ProcessRules.FLAG));
    }
    if (processes.blocked().contains(name)) {
      throw denied(
          name,
          "Program in blocked list; take it out of %s to allow it".formatted(ProcessRules.BLOCKED));
    }
    if (!processes.any() && !processes.allowed().contains(name)) {
      throw denied(
          name, "Program not in allowed list; add it to %s".formatted(ProcessRules.COMMANDS));
    }
  }

  private SpellException denied(String name, String reason) {
    return decisions.deny(RULE, "run", name, "%s'%s' - %s".formatted(VIOLATION, name, reason));
  }

  /**
   * A bare name is looked for in the PATH of the run. A path must be that of a program that would
   * be found by its name: a file called {@code ls} somewhere else is not the program that is meant.
   */
  private Optional<Path> find(String executable) {
    String path = policy.environment().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    List<Path> found = new ArrayList<>();
    try {
      Path asked = Path.of(executable);
      Path name = asked.getFileName();
      if (name == null) {
        return Optional.empty();
      }
      for (String folder : path.split(java.io.File.pathSeparator)) {
        Path candidate = Path.of(folder).resolve(name);
        if (candidate.isAbsolute()
            && Files.isRegularFile(candidate)
            && Files.isExecutable(candidate)) {
          found.add(candidate);
        }
      }
      if (asked.getNameCount() == 1 && !asked.isAbsolute()) {
        return found.stream().findFirst();
      }
      Path wanted = policy.workingDirectory().resolve(asked).normalize();
      boolean any = policy.rules().processes().any() && Files.isExecutable(wanted);
      return any
          ? Optional.of(wanted)
          : found.stream().filter(candidate -> candidate.equals(wanted)).findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  @Override
  public ProcessResult run(ProcessCall call) throws IOException, InterruptedException {
    Path program = resolve(call.executable());
    Path folder = folder(call);
    arguments.check(name(program), call.arguments(), folder);
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(call.arguments());
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(given(call));
    decisions.allow(RULE, "run", program.toString());
    long start = System.nanoTime();
    Process process = builder.start();
    var tree = new ProcessTree(process);
    try {
      return await(call, process, tree, start);
    } finally {
      tree.kill();
    }
  }

  private Path folder(ProcessCall call) {
    if (call.workingDirectory().isEmpty()) {
      return policy.workingDirectory();
    }
    String given = call.workingDirectory().get();
    Path folder = arguments.folder(given);
    if (!Files.isDirectory(folder)) {
      throw SpellException.validation(
          "working_directory", "Working directory '%s' does not exist".formatted(given));
    }
    return folder;
  }

  private Map<String, String> given(ProcessCall call) {
    Map<String, String> given = new java.util.TreeMap<>(call.environment());
    given.keySet().retainAll(VARIABLES);
    given.values().removeIf(value -> value.indexOf('\0') >= 0);
    policy
        .environment()
        .forEach((name, value) -> {
          if (name.equals("PATH") || name.equals("LANG")) {
            given.putIfAbsent(name, value);
          }
        });
    return given;
  }

  private ProcessResult await(ProcessCall call, Process process, ProcessTree tree, long start)
      throws InterruptedException {
    var output = new Captured(process.getInputStream(), call.maxOutputBytes());
    var errors = new Captured(process.getErrorStream(), call.maxOutputBytes());
    Thread input = Thread.ofVirtual().start(() -> feed(process, call.input()));
    long end = start + call.timeout().toNanos();
    boolean ended = false;
    while (!ended && System.nanoTime() - end < 0) {
      ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      tree.look();
      if (cancellation.isCancelled()) {
        throw SpellException.component(
            "The program '%s' was killed: %s"
                .formatted(
                    call.executable(), cancellation.reason().orElse("the call was cancelled")),
            null);
      }
    }
    tree.kill(); // also what it has left behind, which would keep the output open
    output.join();
    errors.join();
    input.join();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new ProcessResult(
        ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(),
        output.bytes(),
        errors.bytes(),
        output.isTruncated() || errors.isTruncated(),
        !ended,
        took);
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input);
    } catch (IOException e) {
      // A program need not read its input; when it closes it, that is its right.
      System.getLogger("llmspell.security")
          .log(System.Logger.Level.DEBUG, "A program did not read all of its input", e);
    }
  }
}
