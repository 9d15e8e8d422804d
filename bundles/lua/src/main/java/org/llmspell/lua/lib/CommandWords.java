package org.llmspell.lua.lib;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaError;

/** Splits a command line into words, as long as no shell is needed for it. */
final class CommandWords {
  private static final String SHELL = "|&;<>()$`\\*?[]{}~#\n\r\0";

  private CommandWords() {}

  /** The words; those of {@code sh -c} when only a shell can do what is asked. */
  static List<String> of(String command) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else if (quote == '"' && (c == '$' || c == '`' || c == '\\')) {
          return List.of("sh", "-c", command);
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (c == ' ' || c == '\t') {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
      } else if (SHELL.indexOf(c) >= 0) {
        return List.of("sh", "-c", command);
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new LuaError("os.execute: a quote is not closed");
    }
    if (inWord) {
      words.add(word.toString());
    }
    if (words.isEmpty()) {
      throw new LuaError("os.execute: there is no command");
    }
    return words;
  }
}
