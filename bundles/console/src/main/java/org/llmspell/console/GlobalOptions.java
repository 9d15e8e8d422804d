package org.llmspell.console;

import java.util.List;
import org.llmspell.console.Syntax.Option;

/** The options that every command has, before or after its name. */
final class GlobalOptions {

  static final List<Option> ALL =
      Syntax.parse(
          List.of(
              "-c, --config FILE: read the settings from this file (LLMSPELL_CONFIG)",
              "--set KEY=VALUE: a setting that comes before the files and the environment; may be repeated",
              "--output FORMAT: print results as text, json or pretty",
              "--engine NAME: the script engine, lua as a rule (LLMSPELL_ENGINE)",
              "-v, --verbose: tell more",
              "--debug: show where an error comes from",
              "--standalone: do not use the running container",
              "-h, --help: show this text",
              "-V, --version: show the version"));

  private GlobalOptions() {}
}
