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
import org.jspecify.annotations.Nullable;
import org.llmspell.core.plugin.Permission;

/** The rules of {@code rules.txt}: which members of which classes need which permission. */
final class Rules {
  /** Stands for a subclass or an implementation, in place of the name of a member. */
  static final String EXTENDS = "extends";

  private static final Pattern LINE = Pattern.compile("(\\w+) (\\S+) ([^#]+?)(?: # (.*))?");
  private static final Rule FILE_ARGUMENT = new Rule(Permission.FILES, "", List.of(), false);
  private static final Rule URL_ARGUMENT = new Rule(Permission.NETWORK, "", List.of(), false);

  /** These compute with names of files and URLs, or carry them on, and touch nothing. */
  private static final Set<String> PLAIN =
      Set.of(
          "java/io/File",
          "java/nio/file/Path",
          "java/nio/file/FileSystem",
          "java/nio/file/FileVisitor",
          "java/nio/file/SimpleFileVisitor",
          "java/nio/file/PathMatcher",
          "java/net/URL",
          "java/security/CodeSource");

  private final Map<String, List<Rule>> rules = new HashMap<>();

  private Rules() {}

  /** Reads them; a mistake in them is a mistake of ours. */
  static Rules load() {
    try (InputStream in = Rules.class.getResourceAsStream("rules.txt")) {
      if (in == null) {
        throw new IllegalStateException("rules.txt is missing in this bundle");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Rules parse(String text) {
    var parsed = new Rules();
    text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(parsed::add);
    return parsed;
  }

  private void add(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalStateException("This line of rules.txt can not be read: " + line);
    }
    List<Rule> of = rules.computeIfAbsent(matcher.group(2), _ -> new ArrayList<>());
    String kind = matcher.group(1);
    if (kind.equals("free")) {
      return;
    }
    List<String> members = new ArrayList<>(List.of(matcher.group(3).strip().split(" +")));
    boolean inverted = members.remove("-");
    members.remove("*");
    String reason = matcher.group(4);
    boolean forbidden = kind.equals("no");
    var rule =
        new Rule(
            forbidden ? null : Permission.of(kind),
            reason == null ? "" : reason,
            List.copyOf(members),
            inverted);
    of.add(forbidden ? 0 : of.size(), rule); // what nobody may do comes first
  }

  /** The classes and packages that there are rules for. */
  Map<String, List<Rule>> all() {
    return rules;
  }

  /** The rule for a member of a class; names are those of class files. */
  @Nullable Rule find(String owner, String name, String descriptor) {
    for (Rule rule : of(owner)) {
      if (rule.matches(name, descriptor)) {
        return rule;
      }
    }
    return null;
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
  Optional<Rule> byArguments(String owner, String descriptor) {
    if (PLAIN.contains(owner) || owner.startsWith("org/llmspell/core/")) {
      return Optional.empty();
    }
    String arguments = descriptor.substring(0, descriptor.indexOf(')') + 1);
    if (arguments.contains("Ljava/io/File;") || arguments.contains("Ljava/nio/file/Path;")) {
      return Optional.of(FILE_ARGUMENT);
    }
    return arguments.contains("Ljava/net/URL;") ? Optional.of(URL_ARGUMENT) : Optional.empty();
  }
}
