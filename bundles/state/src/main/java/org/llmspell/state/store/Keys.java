package org.llmspell.state.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.llmspell.core.state.ScopeType;
import org.llmspell.core.state.StateScope;

/**
 * Makes the keys of the backend. A scoped entry is {@code state:<type>:<id>:<key>}: the id is
 * escaped, so that it has no colon, and the key is the rest as it is; the id of the global scope is
 * empty. So no two entries share a key, and every key can be taken apart again.
 */
public final class Keys {

  /** Scoped entries. */
  public static final String STATE = "state:";

  /** States of agents. */
  public static final String AGENT_STATE = "agent_state:";

  /** Recorded runs of hooks. */
  public static final String HOOK_HISTORY = "hook_history:";

  /** Events. */
  public static final String EVENT = "event:";

  /** The index of artifacts. */
  public static final String ARTIFACT = "artifact:";

  /** What the store knows about itself; belongs to this store and is in no backup. */
  public static final String META = "meta:";

  /** The namespaces with the data of users, in the order in which a store has them. */
  public static final List<String> DATA =
      List.of(AGENT_STATE, ARTIFACT, EVENT, HOOK_HISTORY, STATE);

  private Keys() {}

  /** An entry of a scope. */
  public record Scoped(StateScope scope, String key) {}

  /** The key of an entry of a scope. */
  public static byte[] state(StateScope scope, String key) {
    return bytes(STATE + scope.type().text() + ":" + escape(scope.id()) + ":" + key);
  }

  /** What the keys of all entries of a scope start with. */
  public static byte[] scope(StateScope scope) {
    return bytes(STATE + scope.type().text() + ":" + escape(scope.id()) + ":");
  }

  /** What the keys of all entries of a kind of scopes start with. */
  public static byte[] scopes(ScopeType type) {
    return bytes(STATE + type.text() + ":");
  }

  /** A key of a namespace. */
  public static byte[] of(String namespace, String rest) {
    return bytes(namespace.concat(rest));
  }

  /** A key of a namespace whose parts may contain colons; each part but the last is escaped. */
  public static byte[] of(String namespace, String part, String rest) {
    return bytes(namespace + escape(part) + ":" + rest);
  }

  /** What the keys of a namespace start with. */
  public static byte[] prefix(String namespace) {
    return bytes(namespace);
  }

  /** The scope and the key of a backend key; empty when it is no entry of a scope. */
  public static Optional<Scoped> parse(byte[] key) {
    String text = text(key);
    if (!text.startsWith(STATE)) {
      return Optional.empty();
    }
    int afterType = text.indexOf(':', STATE.length());
    int afterId = afterType < 0 ? -1 : text.indexOf(':', afterType + 1);
    if (afterId < 0) {
      return Optional.empty();
    }
    String id = unescape(text.substring(afterType + 1, afterId));
    return type(text.substring(STATE.length(), afterType))
        .filter(type -> (type == ScopeType.GLOBAL) == id.isEmpty())
        .map(type -> new Scoped(new StateScope(type, id), text.substring(afterId + 1)));
  }

  /** A key as text, for messages. */
  public static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  /** A key from an index on, as text. */
  public static String tail(byte[] key, int from) {
    return new String(key, from, key.length - from, StandardCharsets.UTF_8);
  }

  /** A text without colons that {@link #unescape} turns back. */
  public static String escape(String part) {
    if (part.indexOf(':') < 0 && part.indexOf('%') < 0) {
      return part;
    }
    return part.replace("%", "%25").replace(":", "%3A");
  }

  /** The text that was escaped. */
  public static String unescape(String part) {
    return part.indexOf('%') < 0 ? part : part.replace("%3A", ":").replace("%25", "%");
  }

  private static Optional<ScopeType> type(String text) {
    try {
      return Optional.of(ScopeType.valueOf(text.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
