package org.llmspell.security.redact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.security.guard.SecretRedactor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Looks for what secrets look like. Each pattern starts at a word only, and what is repeated in it
 * is bounded or possessive, so the time is linear in the text.
 */
@Component
public final class Redactor implements SecretRedactor {

  /** A pattern whose last group is the secret; the rest stays. */
  private record Shape(String kind, Pattern pattern) {}

  /** No shape fits into less: {@code pwd=x}. */
  private static final int SHORTEST = 5;

  private static final String START = "(?<![A-Za-z0-9])";

  /** Name, then a separator, then the value. */
  private static Pattern named(String names, int min) {
    return Pattern.compile(
        "(?i)"
            + START
            + "(?:"
            + names
            + ")[\"']?\\s{0,4}(?:=>|[:=])\\s{0,4}[\"']?"
            + "(?!\\[REDACTED])([^\\s\"',;&<>{}()\\[\\]]{"
            + min
            + ",}+)");
  }

  private static Pattern word(String expression) {
    return Pattern.compile(START + "(" + expression + ")");
  }

  /** Compiled when the first text is looked at. */
  private static final class Shapes {
    private static final List<Shape> ALL =
        List.of(
            new Shape(
                "Private Key",
                Pattern.compile(
                    "(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\\z))")),
            new Shape(
                "Password",
                Pattern.compile(
                    START
                        + "[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s/@:\"']{0,256}:([^\\s/@\"']{1,256})@")),
            new Shape(
                "Token",
                Pattern.compile(
                    "(?i:"
                        + START
                        + "(?:bearer|basic))\\s{1,4}(?=\\S{0,256}?[0-9A-Z=])([A-Za-z0-9+/=._~-]{8,}+)")),
            new Shape(
                "API Key",
                named(
                    "(?:[a-z0-9]{1,20}[_-]){0,4}(?:api[_-]?key|apikey|api[_-]?secret|access[_-]?key(?:[_-]?id)?)",
                    5)),
            new Shape("Secret", named("aws_(?:secret_access_key|session_token)", 5)),
            new Shape(
                "Password",
                named("(?:[a-z0-9]{1,20}[_-]){0,4}(?:password|passwd|pwd|passphrase)", 1)),
            new Shape(
                "Token", named("(?:[a-z0-9]{1,20}[_-]){0,4}(?:token|auth|authorization)", 10)),
            new Shape(
                "Secret",
                named(
                    "(?:[a-z0-9]{1,20}[_-]){0,4}(?:secret|secret[_-]?key|private[_-]?key|encryption[_-]?key)",
                    16)),
            new Shape("API Key", word("sk-[A-Za-z0-9_-]{16,}+")),
            new Shape("API Key", word("AKIA[0-9A-Z]{16}")),
            new Shape("API Key", word("AIza[0-9A-Za-z_-]{30,}+")),
            new Shape("Token", word("gh[pousr]_[A-Za-z0-9]{20,}+|github_pat_[A-Za-z0-9_]{20,}+")),
            new Shape("Token", word("xox[abprs]-[A-Za-z0-9-]{10,}+")),
            new Shape(
                "Token",
                Pattern.compile(
                    "(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{4,}+\\.[A-Za-z0-9_-]{4,}+)")));
  }

  private static final List<String> NAMES =
      List.of(
          "_password_",
          "_passwd_",
          "_pwd_",
          "_passphrase_",
          "_secret_",
          "_token_",
          "_api_key_",
          "_apikey_",
          "_access_key_",
          "_private_key_",
          "_encryption_key_",
          "_secret_key_",
          "_authorization_",
          "_credentials_",
          "_credential_");

  /** Without anything. */
  @Activate
  public Redactor() {}

  @Override
  public String redact(String text) {
    if (text.length() < SHORTEST) {
      return text;
    }
    String result = text;
    for (Shape shape : Shapes.ALL) {
      result = masked(shape.pattern, result);
    }
    return result;
  }

  private static String masked(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    var out = new StringBuilder();
    int end = 0;
    do {
      out.append(text, end, matcher.start(1)).append(MASK);
      end = matcher.end(1);
    } while (matcher.find());
    return out.append(text, end, text.length()).toString();
  }

  @Override
  public @Nullable Object redactValue(@Nullable Object value) {
    return switch (value) {
      case String text -> redact(text);
      case Map<?, ?> map -> table(map);
      case List<?> list -> list(list);
      case null, default -> value;
    };
  }

  @Override
  @SuppressWarnings("unchecked") // a copy has the keys of what it was made from
  public Map<String, @Nullable Object> redactAll(Map<String, @Nullable Object> values) {
    return (Map<String, @Nullable Object>) table(values);
  }

  private Map<?, ?> table(Map<?, ?> map) {
    Map<Object, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
    boolean same = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object item = entry.getValue();
      Object clean = isSecret(String.valueOf(entry.getKey()), item) ? MASK : redactValue(item);
      copy.put(entry.getKey(), clean);
      same &= clean == item;
    }
    return same ? map : copy;
  }

  private List<?> list(List<?> list) {
    List<@Nullable Object> copy = new ArrayList<>(list.size());
    boolean same = true;
    for (Object item : list) {
      Object clean = redactValue(item);
      copy.add(clean);
      same &= clean == item;
    }
    return same ? list : copy;
  }

  private static boolean isSecret(String name, @Nullable Object value) {
    if (!(value instanceof String) && !(value instanceof Number)) {
      return false;
    }
    return NAMES.stream().anyMatch(words(name)::contains);
  }

  /** The words of a name in lower case, between lines: {@code _api_key_}. */
  private static String words(String name) {
    var words = new StringBuilder(name.length() + 4).append('_');
    char before = '_';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean capital = c >= 'A' && c <= 'Z';
      boolean small = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      boolean begins = capital && before != '_' && !(before >= 'A' && before <= 'Z');
      if ((begins || !capital && !small) && words.charAt(words.length() - 1) != '_') {
        words.append('_');
      }
      if (capital || small) {
        words.append(Character.toLowerCase(c));
      }
      before = capital || small ? c : '_';
    }
    return words.append('_').toString();
  }

  @Override
  public Set<String> detect(String text) {
    Set<String> kinds = new LinkedHashSet<>();
    for (Shape shape : Shapes.ALL) {
      if (shape.pattern.matcher(text).find()) {
        kinds.add(shape.kind);
      }
    }
    return kinds;
  }
}
