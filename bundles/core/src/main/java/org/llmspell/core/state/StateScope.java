package org.llmspell.core.state;

import java.util.Locale;
import java.util.Optional;
import org.llmspell.core.error.SpellException;

/**
 * A namespace of keys.
 *
 * @param type its kind
 * @param id of what; empty for {@link ScopeType#GLOBAL}
 */
public record StateScope(ScopeType type, String id) {

  /** The scope that is used when none is named. */
  public static final StateScope GLOBAL = new StateScope(ScopeType.GLOBAL, "");

  /** Checks that only the global scope has no id. */
  public StateScope {
    if ((type == ScopeType.GLOBAL) != id.isEmpty()) {
      throw new IllegalArgumentException(
          "A scope has an id unless it is global: type %s, id '%s'".formatted(type.text(), id));
    }
  }

  /**
   * The scope of a text such as {@code agent:writer}. {@code global} in any letter case and the
   * empty text are the global scope; what starts with no known kind is a custom scope of that name.
   *
   * @throws SpellException of kind Validation when there is a kind but no id
   */
  public static StateScope parse(String text) {
    if (text.isEmpty() || text.equalsIgnoreCase("global")) {
      return GLOBAL;
    }
    int colon = text.indexOf(':');
    if (colon > 0) {
      String kind = text.substring(0, colon).toLowerCase(Locale.ROOT);
      for (ScopeType type : ScopeType.values()) {
        if (type != ScopeType.GLOBAL && type.text().equals(kind)) {
          String id = text.substring(colon + 1);
          if (id.isEmpty()) {
            throw SpellException.validation(
                "scope",
                "The scope '%s' does not say which %s it is of; write '%s:ID'"
                    .formatted(text, kind, kind));
          }
          return new StateScope(type, id);
        }
      }
    }
    return new StateScope(ScopeType.CUSTOM, text);
  }

  /** The text that {@link #parse} reads; custom scopes as {@code custom:<id>}. */
  public String text() {
    return type == ScopeType.GLOBAL ? "global" : type.text() + ":" + id;
  }

  /**
   * Where look-up through parents goes next: a user or any component to the global scope, a session
   * to its user (what its id has before the first {@code _}); empty for the global scope.
   */
  public Optional<StateScope> parent() {
    if (type == ScopeType.GLOBAL) {
      return Optional.empty();
    }
    int end = id.indexOf('_');
    return Optional.of(
        type == ScopeType.SESSION && end > 0
            ? new StateScope(ScopeType.USER, id.substring(0, end))
            : GLOBAL);
  }

  /**
   * Whether those who belong to this scope may look into another one: the global scope into all,
   * all into the global one and their own, a user and its sessions into each other.
   */
  public boolean canAccess(StateScope other) {
    return type == ScopeType.GLOBAL
        || other.type == ScopeType.GLOBAL
        || equals(other)
        || parent().filter(other::equals).isPresent()
        || other.parent().filter(this::equals).isPresent();
  }
}
