package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.migration.SchemaTarget;
import org.llmspell.state.store.Keys;

/** Finds the entries that a schema is about. Immutable. */
final class Targets {
  private final List<Target> targets = new ArrayList<>();

  /** A target; when its prefix says it all, keys need not be taken apart. */
  private record Target(SchemaTarget pattern, boolean prefixOnly) {
    boolean fits(Keys.Scoped entry) {
      return glob(pattern.scope(), entry.scope().text()) && glob(pattern.key(), entry.key());
    }
  }

  private final byte[] prefix;
  private final boolean all;

  Targets(List<SchemaTarget> patterns) {
    String common = null;
    for (SchemaTarget pattern : patterns) {
      String start = start(pattern);
      targets.add(new Target(canonical(pattern), isPrefix(pattern)));
      common = common == null ? start : common(common, start);
    }
    this.prefix = Keys.of(common == null ? Keys.STATE : common, "");
    this.all = targets.size() == 1 && targets.getFirst().prefixOnly;
  }

  /** What the keys of all these entries start with. */
  byte[] prefix() {
    return prefix.clone();
  }

  /** Whether an entry whose key starts with the prefix is one of them. */
  boolean isTarget(byte[] key) {
    if (all) {
      return true;
    }
    Optional<Keys.Scoped> entry = Keys.parse(key);
    return entry.isPresent() && targets.stream().anyMatch(target -> target.fits(entry.get()));
  }

  private static SchemaTarget canonical(SchemaTarget pattern) {
    return pattern.scope().contains("*")
        ? pattern
        : new SchemaTarget(StateScope.parse(pattern.scope()).text(), pattern.key());
  }

  /** The part of the keys that is certain. */
  private static String start(SchemaTarget pattern) {
    String scope = pattern.scope();
    if (!scope.contains("*")) {
      int star = pattern.key().indexOf('*');
      String key = star < 0 ? pattern.key() : pattern.key().substring(0, star);
      return Keys.text(Keys.state(StateScope.parse(scope), key));
    }
    for (ScopeType type : ScopeType.values()) {
      if (type != ScopeType.GLOBAL && scope.startsWith(type.text() + ":")) {
        return Keys.text(Keys.scopes(type));
      }
    }
    return Keys.STATE;
  }

  private static boolean isPrefix(SchemaTarget pattern) {
    int star = pattern.key().indexOf('*');
    boolean tail = star >= 0 && star == pattern.key().length() - 1;
    if (!tail) {
      return false;
    }
    boolean scopeIsCertain = !pattern.scope().contains("*");
    boolean anyKey = pattern.key().equals("*");
    boolean wholeKind =
        anyKey && (pattern.scope().equals("*") || start(pattern).equals(kindOf(pattern.scope())));
    return scopeIsCertain || wholeKind;
  }

  private static String kindOf(String scope) {
    return scope.endsWith(":*") && scope.indexOf('*') == scope.length() - 1
        ? Keys.STATE + scope.substring(0, scope.length() - 1)
        : "";
  }

  private static String common(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return a.substring(0, i);
  }

  /** Whether a text fits a pattern in which each {@code *} stands for any text. */
  static boolean glob(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
