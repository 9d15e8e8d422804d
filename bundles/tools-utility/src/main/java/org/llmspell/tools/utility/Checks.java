package org.llmspell.tools.utility;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Checks of texts whose form has a name. */
final class Checks {
  // Each part excludes what separates it from the next, so there is nothing to backtrack into.
  private static final Pattern EMAIL =
      Pattern.compile("[A-Za-z0-9._%+-]{1,64}+@[A-Za-z0-9-]{1,63}+(\\.[A-Za-z0-9-]{1,63}+){0,10}+");
  private static final Pattern PHONE = Pattern.compile("\\+?[1-9][0-9]{1,14}");
  private static final Pattern CARD = Pattern.compile("[0-9]{13,19}");

  private Checks() {}

  static boolean email(String text) {
    if (!EMAIL.matcher(text).matches()) {
      return false;
    }
    String top = text.substring(text.lastIndexOf('.') + 1);
    return text.indexOf('.', text.indexOf('@')) > 0
        && top.length() >= 2
        && top.chars().allMatch(Character::isLetter);
  }

  /** Whether the text is a URL with a scheme and either a host or something after the colon. */
  static boolean url(String text) {
    try {
      URI uri = new URI(text);
      boolean hierarchical = text.regionMatches(true, 0, "http", 0, 4);
      return uri.isAbsolute() && (!hierarchical || uri.getHost() != null);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** A number of E.164, with blanks, dots, hyphens and brackets ignored. */
  static boolean phone(String text) {
    return PHONE.matcher(text.replaceAll("[ ().-]", "")).matches();
  }

  static boolean uuid(String text) {
    try {
      UuidText.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** 13 to 19 digits whose check digit is right (Luhn, ISO/IEC 7812-1). */
  static boolean creditCard(String text) {
    String digits = text.replaceAll("[ -]", "");
    if (!CARD.matcher(digits).matches()) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int value = i % 2 == 1 ? 2 * digit : digit;
      sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
  }
}
