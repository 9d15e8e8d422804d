package org.llmspell.benchmarks;

import java.util.Locale;

/**
 * One line of the report.
 *
 * @param what what was measured
 * @param figure the figure with its unit, or why there is none
 * @param target what the design asks for
 * @param peer the peer or baseline of the same run and the ratio to it
 */
record Row(String what, String figure, String target, String peer) {

  static Row notMeasured(String what, String target, String reason) {
    return new Row(what, "not measured: " + reason, target, "");
  }

  static String number(double value, String unit) {
    String digits = value >= 100 ? "%.0f %s" : value >= 10 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, digits, value, unit);
  }

  String markdown() {
    return "| " + String.join(" | ", what, figure, target, peer) + " |";
  }
}
