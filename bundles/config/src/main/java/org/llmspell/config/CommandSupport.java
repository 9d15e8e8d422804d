package org.llmspell.config;

import java.util.List;
import java.util.Optional;
import org.llmspell.core.error.SpellException;

/** What the commands about settings have in common. */
final class CommandSupport {

  private CommandSupport() {}

  /** An error that says that nobody knows a setting. */
  static SpellException unknown(Keys keys, List<String> path) {
    String name = KeyPath.text(path);
    Optional<String> nearest =
        Nearest.of(
            name, keys.all().stream().filter(key -> !key.isPattern()).map(Key::name).toList());
    return SpellException.configuration(
        "There is no setting '%s'%s; 'llmspell config show' lists all"
            .formatted(name, nearest.map("; did you mean '%s'?"::formatted).orElse("")),
        null);
  }
}
