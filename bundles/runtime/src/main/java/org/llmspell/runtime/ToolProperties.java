package org.llmspell.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.framework.ServiceReference;

/** Reads what a tool says about itself from its service properties. */
final class ToolProperties {
  private ToolProperties() {}

  /** The name under which {@code -} and {@code _} are the same. */
  static String fold(String name) {
    return name.replace('_', '-');
  }

  /** What the properties of a service say. Wrong values are refused with their name. */
  static ToolInfo read(ServiceReference<?> reference) {
    return new ToolInfo(
        text(reference, "name", ""),
        text(reference, "description", ""),
        text(reference, "category", "utility"),
        SecurityLevel.valueOf(text(reference, "level", "SAFE").toUpperCase(Locale.ROOT)),
        SemanticVersion.parse(text(reference, "version", "1.0.0")),
        texts(reference.getProperty(ToolSpec.PREFIX_ + "aliases")),
        reference.getBundle().getSymbolicName());
  }

  private static String text(ServiceReference<?> reference, String key, String byDefault) {
    Object value = reference.getProperty(ToolSpec.PREFIX_ + key);
    return value == null ? byDefault : value.toString();
  }

  private static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case String[] array -> Arrays.asList(array);
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> List.of(value.toString());
    };
  }
}
