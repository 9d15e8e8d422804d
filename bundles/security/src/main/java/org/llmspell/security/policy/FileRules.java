package org.llmspell.security.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which files may be touched.
 *
 * @param enabled whether any
 * @param allowed what is allowed
 * @param denied what is not, although it is in what is allowed
 * @param maxFileBytes the largest file
 * @param maxEntries the most entries of a listing
 */
public record FileRules(
    boolean enabled,
    List<PathPattern> allowed,
    List<PathPattern> denied,
    long maxFileBytes,
    int maxEntries) {

  static final String PATHS = "tools.file_operations.allowed_paths";
  static final String DENIED = "tools.file_operations.denied_paths";
  static final String FLAG = Keys.SECTION + "allow_file_access";

  /** Copies the lists. */
  public FileRules {
    allowed = List.copyOf(allowed);
    denied = List.copyOf(denied);
  }

  /** The entry that allows a real path: one of the list, or one of some more. */
  public Optional<PathPattern> entryFor(Path real, List<PathPattern> more) {
    return enabled && denied.stream().noneMatch(entry -> entry.matches(real))
        ? Stream.concat(allowed.stream(), more.stream())
            .filter(entry -> entry.matches(real))
            .findFirst()
        : Optional.empty();
  }

  /** Why a path is not allowed, and what would allow it. */
  public String reason(Path real) {
    if (!enabled) {
      return "Files are off; %s = true turns them on".formatted(FLAG);
    }
    for (PathPattern entry : denied) {
      if (entry.matches(real)) {
        return "Path in denied list (%s, see %s)".formatted(entry, DENIED);
      }
    }
    return "Path not in allowed list %s; add it to %s".formatted(allowed, PATHS);
  }
}
