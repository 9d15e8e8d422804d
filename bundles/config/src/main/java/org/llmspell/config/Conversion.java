package org.llmspell.config;

import java.util.List;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;

/** What the text of an environment variable means. */
enum Conversion {
  TEXT("text") {
    @Override
    Object of(String text) {
      return text;
    }
  },
  FLAG("true or false") {
    @Override
    Object of(String text) {
      return switch (text.strip()) {
        case "true", "1" -> true;
        case "false", "0" -> false;
        default -> throw new IllegalArgumentException();
      };
    }
  },
  NUMBER("a whole number") {
    @Override
    Object of(String text) {
      return Long.parseLong(text.strip());
    }
  },
  REAL("a number") {
    @Override
    Object of(String text) {
      double number = Double.parseDouble(text.strip());
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException();
      }
      return number;
    }
  },
  MEBIBYTES("a whole number of MB") {
    @Override
    Object of(String text) {
      return Math.multiplyExact(Long.parseLong(text.strip()), 1L << 20);
    }
  },
  LIST("a list of texts, separated by commas") {
    @Override
    Object of(String text) {
      return items(text, ",");
    }
  },
  PATHS("a list of paths, separated by commas or colons") {
    @Override
    Object of(String text) {
      return items(text, "[,:]");
    }
  };

  private final String wanted;

  Conversion(String wanted) {
    this.wanted = wanted;
  }

  /** The value; any of the exceptions of wrong arguments or numbers when the text is none. */
  abstract Object of(String text);

  /**
   * The value of a variable.
   *
   * @throws SpellException of kind Configuration that names the variable
   */
  final Object convert(String variable, String text) {
    try {
      return of(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw SpellException.configuration(
          "Environment variable %s is '%s' but must be %s"
              .formatted(variable, Redaction.isSecret(variable) ? Redaction.TEXT : text, wanted),
          e);
    }
  }

  private static List<String> items(String text, String separator) {
    return Stream.of(text.split(separator)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
