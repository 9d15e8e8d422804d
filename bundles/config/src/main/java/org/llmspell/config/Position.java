package org.llmspell.config;

/**
 * Where a setting is in a file; lines and columns are counted from 1.
 *
 * @param column of the first letter of its name
 * @param valueColumn of the first letter of its value
 */
record Position(int line, int column, int valueColumn) {

  String name() {
    return "line %d, column %d".formatted(line, column);
  }

  String value() {
    return "line %d, column %d".formatted(line, valueColumn);
  }
}
