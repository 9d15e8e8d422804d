package org.llmspell.state;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateScope;

/** Which keys are allowed, in every mode and backend. */
final class KeyRules {
  static final int MAX_KEY_BYTES = 256;
  static final int MAX_SCOPED_BYTES = 512;

  private KeyRules() {}

  /** The key in its normal form (NFC), after all checks. */
  static String check(StateScope scope, String key) {
    boolean ascii = true;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == 0 || c == '\n' || c == '\r') {
        throw invalid("Key contains invalid control characters");
      }
      if (c == '\\' || (i > 0 && (c == '.' || c == '/') && key.charAt(i - 1) == c)) {
        throw invalid("Key contains invalid path traversal characters");
      }
      ascii &= c < 0x80;
    }
    String normal = ascii ? key : Normalizer.normalize(key, Normalizer.Form.NFC);
    if (normal.isEmpty()) {
      throw invalid("Key cannot be empty");
    }
    int bytes = bytes(normal, ascii);
    if (bytes > MAX_KEY_BYTES) {
      throw invalid("Key cannot be longer than 256 characters");
    }
    if (normal.startsWith("__") || normal.startsWith("$$")) {
      throw invalid("Key cannot start with reserved prefixes __ or $$");
    }
    String id = scope.id();
    // No letter takes more than three bytes, so most need no exact count.
    if (scope.type().text().length() + 2 + 3 * id.length() + bytes > MAX_SCOPED_BYTES
        && scope.type().text().length() + 2 + bytes(id, false) + bytes > MAX_SCOPED_BYTES) {
      throw invalid("Scoped key exceeds maximum length");
    }
    return normal;
  }

  private static int bytes(String text, boolean ascii) {
    return ascii ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static SpellException invalid(String message) {
    return SpellException.validation("key", "Invalid format: " + message);
  }

  /** A text of which a key can be made: letters, digits, {@code _ - . :}, 256 of them at most. */
  static String sanitise(String text) {
    String kept = text.replaceAll("[^A-Za-z0-9_.:-]", "");
    return kept.substring(0, Math.min(kept.length(), MAX_KEY_BYTES));
  }
}
