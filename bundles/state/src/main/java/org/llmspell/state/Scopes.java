package org.llmspell.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.state.store.Keys;

/** Finds the scopes that have entries, by jumping from one to the next. */
final class Scopes {
  private Scopes() {}

  static List<StateScope> of(StateBackend backend) {
    List<StateScope> scopes = new ArrayList<>();
    byte[] all = Keys.prefix(Keys.STATE);
    byte[][] from = {all};
    try (StateSnapshot snapshot = backend.snapshot()) {
      while (from[0].length > 0) {
        byte[] start = from[0];
        from[0] = new byte[0];
        snapshot.scan(
            all,
            start,
            (key, value) -> {
              from[0] =
                  Keys.parse(key)
                      .map(entry -> {
                        scopes.add(entry.scope());
                        byte[] next = Keys.scope(entry.scope());
                        next[next.length - 1]++; // after the last colon of this scope
                        return next;
                      })
                      .orElseGet(() -> next(key));
              return false;
            });
      }
    }
    return scopes;
  }

  private static byte[] next(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
