package org.llmspell.core.plugin;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.llmspell.core.error.SpellException;

/**
 * What a plugin may reach beside the API of the platform. A plugin declares what it needs with
 * {@link NeedsPermission}; what it uses without having declared it is a reason to refuse it.
 */
public enum Permission {
  /** Files and folders. */
  FILES,
  /** Sockets, URLs, names of hosts, and parsers that follow addresses in what they read. */
  NETWORK,
  /** Other processes. */
  PROCESS,
  /** Environment variables and system properties. */
  ENVIRONMENT,
  /** Classes, methods and fields that are found by name, and generated proxies. */
  REFLECTION,
  /** Native libraries and memory. */
  NATIVE,
  /** Threads and pools of them. */
  THREADS;

  /** The name space of the requirement that a manifest declares a permission with. */
  public static final String NAMESPACE = "llmspell.permission";

  /** The value of the directive {@code effective} of that requirement, so OSGi leaves it alone. */
  public static final String EFFECTIVE = "verify";

  /** The name for people and manifests, in lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name, in any case.
   *
   * @throws SpellException of kind Validation that lists the names there are
   */
  public static Permission of(String text) {
    for (Permission permission : values()) {
      if (permission.text().equals(text.strip().toLowerCase(Locale.ROOT))) {
        return permission;
      }
    }
    throw SpellException.validation(
        "permission",
        "There is no permission '%s'; there are: %s"
            .formatted(text.strip(), names(Arrays.asList(values()), ", ")));
  }

  /**
   * Reads names that are separated by commas; blanks around them do not count.
   *
   * @throws SpellException of kind Validation when there is no such permission
   */
  public static Set<Permission> parse(String text) {
    Set<Permission> found = EnumSet.noneOf(Permission.class);
    for (String name : text.split(",", -1)) {
      if (!name.isBlank()) {
        found.add(of(name));
      }
    }
    return found;
  }

  /**
   * The names of permissions in a fixed order, as {@link #parse} reads them: {@code files,network}.
   */
  public static String names(Iterable<Permission> permissions) {
    return names(permissions, ",");
  }

  private static String names(Iterable<Permission> permissions, String separator) {
    Set<Permission> sorted = new TreeSet<>();
    permissions.forEach(sorted::add);
    return sorted.stream().map(Permission::text).collect(Collectors.joining(separator));
  }
}
