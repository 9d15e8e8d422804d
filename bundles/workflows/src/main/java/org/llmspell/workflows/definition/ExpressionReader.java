package org.llmspell.workflows.definition;

import java.util.Optional;
import java.util.regex.Matcher;
import org.llmspell.workflows.definition.Expression.Node;

/** Reads an {@link Expression}. */
final class ExpressionReader {
  private static final int MAX_LENGTH = 10_000;
  private static final int MAX_DEPTH = 100;
  private static final java.util.regex.Pattern TOKEN =
      java.util.regex.Pattern.compile(
          "\\s*(?:(==|!=|~=|<=|>=|<|>|\\(|\\))|'([^']*)'|\"([^\"]*)\"|([^\\s=!~<>()'\"]+))");

  private final String text;
  private final Matcher matcher;
  private boolean more;
  private int depth;

  ExpressionReader(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
    }
    this.text = text.stripTrailing();
    this.matcher = TOKEN.matcher(this.text);
    next(0);
  }

  Node read() {
    Node root = or();
    if (more) {
      throw wrong("'%s' is one word too many".formatted(matcher.group().strip()));
    }
    return root;
  }

  private void next(int from) {
    more = from < text.length();
    if (more && !(matcher.find(from) && matcher.start() == from)) {
      throw new IllegalArgumentException(
          "'%s' can not be read from character %d on".formatted(text, from + 1));
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("'%s': %s".formatted(text, what));
  }

  /** The symbol or bare word at this place; empty for texts in quotes and at the end. */
  private Optional<String> word() {
    return !more
        ? Optional.empty()
        : Optional.ofNullable(matcher.group(1)).or(() -> Optional.ofNullable(matcher.group(4)));
  }

  private boolean take(String wanted) {
    if (word().filter(wanted::equals).isEmpty()) {
      return false;
    }
    next(matcher.end());
    return true;
  }

  private Node or() {
    Node left = and();
    while (take("or") || take("||")) {
      left = new Node.Junction(false, left, and());
    }
    return left;
  }

  private Node and() {
    Node left = not();
    while (take("and") || take("&&")) {
      left = new Node.Junction(true, left, not());
    }
    return left;
  }

  private Node not() {
    if (++depth > MAX_DEPTH) {
      throw wrong("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    try {
      return take("not") ? new Node.Negation(not()) : comparison();
    } finally {
      depth--;
    }
  }

  private Node comparison() {
    Node left = operand();
    for (String operator : new String[] {"==", "!=", "~=", "<=", ">=", "<", ">"}) {
      if (take(operator)) {
        return new Node.Comparison(operator, left, operand());
      }
    }
    return left;
  }

  private Node operand() {
    if (take("(")) {
      Node inner = or();
      if (!take(")")) {
        throw wrong("a ')' is missing");
      }
      return inner;
    }
    if (!more) {
      throw wrong("a value is missing at the end");
    }
    if (matcher.group(1) != null) {
      throw wrong("a value is missing before '%s'".formatted(matcher.group(1)));
    }
    String word = matcher.group(4);
    Node node =
        word != null
            ? value(word)
            : new Node.Literal(matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
    next(matcher.end());
    return node;
  }

  private static Node value(String word) {
    if (word.startsWith("$") && word.length() > 1) {
      return new Node.Lookup("shared_data." + word.substring(1));
    }
    if (word.startsWith("shared_data.") || word.startsWith("step_result.")) {
      return new Node.Lookup(word);
    }
    return new Node.Literal(
        switch (word) {
          case "true" -> true;
          case "false" -> false;
          case "nil", "null" -> null;
          default -> number(word);
        });
  }

  private static Object number(String word) {
    if (word.matches("-?\\d{1,18}")) {
      return Long.valueOf(word);
    }
    return word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?") ? (Object) Double.valueOf(word) : word;
  }
}
