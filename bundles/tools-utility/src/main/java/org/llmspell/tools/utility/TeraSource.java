package org.llmspell.tools.utility;

import java.util.regex.Pattern;

/** Rewrites the two tags whose names differ between Tera and Pebble. */
final class TeraSource {
  private static final Pattern RAW = Pattern.compile("\\{%(-?)[ \\t]*(end)?raw[ \\t]*(-?)%\\}");

  private TeraSource() {}

  /** {@code raw} becomes {@code verbatim}. */
  static String translate(String template) {
    return RAW.matcher(template)
        .replaceAll(m ->
            "{%"
                + m.group(1)
                + " "
                + (m.group(2) == null ? "" : "end")
                + "verbatim "
                + m.group(3)
                + "%}");
  }
}
