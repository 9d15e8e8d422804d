package org.llmspell.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.llmspell.core.plugin.Permission;

/** The rules of {@code rules.txt}: which members of which classes need which permission. */
final class Rules {
  private static final Pattern LINE =
      Pattern.compile("(\\w+) (\\S+) (-? ?[^#]*?)\\s*(?:# (.*))?");
  private static final Rule FILE_ARGUMENT =
      new Rule(Permission.FILES, "", List.of(), false, false);
  private static final Rule URL_ARGUMENT =
      new Rule(Permission.NETWORK, "", List.of(), false, false);
  private static final Rule PARALLEL = new Rule(Permission.THREADS, "", List.of(), false, false);

  /** Of these only some members need something, but nobody asks for them by name for the others. */
  private static final Set<String> GATES =
      Set.of("java/lang/Runtime", "java/lang/System", "java/lang/ClassLoader");

  private final Map<String, List<Rule>> rules = new HashMap<>();

  private Rules() {}

  /** Reads them; a mistake in them is a mistake of ours. */
  static Rules load() {
    var loaded = new Rules();
    try (InputStream in = Rules.class.getResourceAsStream("rules.txt")) {
      if (in == null) {
        throw new IllegalStateException("rules.txt is missing in this bundle");
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(loaded::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return loaded;
  }

  private void add(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalStateException("This line of rules.txt can not be read: " + line);
    }
    String kind = matcher.group(1);
    boolean free = kind.equals("free");
    boolean forbidden = kind.equals("no");
    List<String> members = new ArrayList<>(List.of(matcher.group(3).strip().split(" +")));
    boolean inverted = members.removeIf("-"::equals);
    members.removeIf("*"::equals);
    String reason = matcher.group(4);
    rules
        .computeIfAbsent(matcher.group(2), _ -> new ArrayList<>())
        .add(
            new Rule(
                free || forbidden ? null : Permission.of(kind),
                reason == null ? "" : reason,
                List.copyOf(members),
                inverted,
                free));
  }

  /** The rule for a member of a class; names are those of class files. */
  Optional<Rule> find(String owner, String name, String descriptor) {
    List<Rule> found = of(owner);
    return found.stream()
        .filter(rule -> rule.permission() == null && rule.matches(name, descriptor))
        .findFirst()
        .or(() -> found.stream().filter(rule -> rule.matches(name, descriptor)).findFirst());
  }

  /** The rule for naming a class, by which a member can be found later. */
  Optional<Rule> naming(String owner) {
    boolean gate = GATES.contains(owner);
    return of(owner).stream()
        .filter(rule -> !rule.free() && (gate || rule.whole() || rule.inverted()))
        .findFirst();
  }

  private List<Rule> of(String owner) {
    List<Rule> found = rules.get(owner);
    for (int end = owner.lastIndexOf('/'); found == null && end > 0; ) {
      found = isThrowable(owner) ? List.of() : rules.get(owner.substring(0, end) + "/*");
      end = owner.lastIndexOf('/', end - 1);
    }
    return found == null ? List.of() : found;
  }

  private static boolean isThrowable(String owner) {
    return owner.endsWith("Exception") || owner.endsWith("Error");
  }

  /**
   * The rule for a call of a class that is not in the jar, judged by what it is given: whoever
   * takes a file opens it.
   */
  Optional<Rule> byArguments(String owner, String name, String descriptor) {
    if (owner.startsWith("org/llmspell/core/") || isPlain(owner)) {
      return Optional.empty();
    }
    if (owner.startsWith("java/util/") && (name.equals("parallelStream") || name.equals("parallel"))) {
      return Optional.of(PARALLEL);
    }
    String arguments = descriptor.substring(0, descriptor.indexOf(')') + 1);
    if (arguments.contains("Ljava/io/File;") || arguments.contains("Ljava/nio/file/Path;")) {
      return Optional.of(FILE_ARGUMENT);
    }
    return arguments.contains("Ljava/net/URL;") ? Optional.of(URL_ARGUMENT) : Optional.empty();
  }

  /** These compute with names of files and URLs and touch nothing. */
  private static boolean isPlain(String owner) {
    return owner.equals("java/io/File")
        || owner.equals("java/nio/file/Path")
        || owner.equals("java/nio/file/FileSystem")
        || owner.equals("java/nio/file/FileVisitor")
        || owner.equals("java/nio/file/SimpleFileVisitor")
        || owner.equals("java/nio/file/PathMatcher")
        || owner.equals("java/net/URL")
        || owner.startsWith("java/security/");
  }
}
