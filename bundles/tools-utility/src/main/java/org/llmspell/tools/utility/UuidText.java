package org.llmspell.tools.utility;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads UUIDs in their four notations, and knows the namespaces. */
final class UuidText {
  private static final Pattern PLAIN =
      Pattern.compile(
          "[0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{12}");

  /** The first three are this platform's, the others are those of RFC 9562. */
  private static final Map<String, String> NAMESPACES = new LinkedHashMap<>();

  static {
    NAMESPACES.put("agent", "6ba13d5a-3f5d-4a5b-9f7e-3d5a2f4d3a2b");
    NAMESPACES.put("tool", "7cb24e6b-4f6e-5b6c-af8f-4e6b3f5e4b3c");
    NAMESPACES.put("workflow", "8dc35f7c-5f7f-6c7d-bf9f-5f7c4f6f5c4d");
    NAMESPACES.put("dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    NAMESPACES.put("url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8");
    NAMESPACES.put("oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8");
    NAMESPACES.put("x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8");
  }

  private UuidText() {}

  /**
   * The UUID written with hyphens, without, in braces or as a URN.
   *
   * @throws IllegalArgumentException when it is none
   */
  static UUID parse(String text) {
    String bare = text;
    if (bare.toLowerCase(Locale.ROOT).startsWith("urn:uuid:")) {
      bare = bare.substring(9);
    } else if (bare.startsWith("{") && bare.endsWith("}")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    if (!PLAIN.matcher(bare).matches()) {
      throw new IllegalArgumentException("Invalid UUID format");
    }
    String digits = bare.replace("-", "");
    return new UUID(
        Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
  }

  static Optional<UUID> namespace(String name) {
    return Optional.ofNullable(NAMESPACES.get(name.toLowerCase(Locale.ROOT))).map(UuidText::parse);
  }

  static Set<String> namespaces() {
    return NAMESPACES.keySet();
  }

  /** The layout of the bits, as RFC 9562 calls it. */
  static String variant(UUID uuid) {
    return switch (uuid.variant()) {
      case 0 -> "NCS";
      case 2 -> "RFC4122";
      case 6 -> "Microsoft";
      default -> "Future";
    };
  }
}
