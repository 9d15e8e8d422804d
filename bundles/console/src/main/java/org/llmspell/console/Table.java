package org.llmspell.console;

import java.util.List;
import java.util.stream.Collectors;

/** Lines up rows of texts. */
final class Table {

  private Table() {}

  /** The rows as lines whose columns are as wide as their widest text, two blanks apart. */
  static String of(List<List<String>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i).replaceAll("\\s+$", "");
      line.append(cell).repeat(" ", widths[i] - cell.length() + 2);
    }
    return line.toString().stripTrailing();
  }
}
