package org.llmspell.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.llmspell.config.Sections.Section;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.Bundle;

/** Makes configurations of settings. */
final class Configurations {

  private Configurations() {}

  /**
   * The configurations by PID. Of a PID that a bundle describes, only what is described: other keys
   * of the section are for others. A configuration without anything in it is left out.
   *
   * @throws SpellException of kind Configuration that names the setting that is wrong
   */
  static Map<String, Map<String, Object>> of(
      Settings settings, Bundle[] bundles, UnaryOperator<String> places) {
    Map<String, Section> sections = Sections.of(settings, places);
    Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
    if (sections.isEmpty()) {
      return configurations;
    }
    var metatype = new Metatype(bundles, sections.keySet());
    sections.forEach((pid, section) -> {
      Map<String, Object> properties =
          metatype.describes(pid) ? described(pid, section, metatype) : asGiven(section);
      if (!properties.isEmpty()) {
        configurations.put(pid, properties);
      }
    });
    return configurations;
  }

  private static Map<String, Object> described(String pid, Section section, Metatype metatype) {
    Map<String, Object> properties = new TreeMap<>();
    section
        .settings()
        .forEach((key, setting) -> {
          Attribute attribute = metatype.attribute(pid, key);
          if (attribute != null) {
            properties.put(attribute.id(), attribute.convert(setting));
          } else if (!section.ours()) {
            properties.put(key, Attribute.undescribed(setting));
          }
        });
    return properties;
  }

  private static Map<String, Object> asGiven(Section section) {
    Map<String, Object> properties = new TreeMap<>();
    section
        .settings()
        .forEach((key, setting) ->
            properties.put(
                section.ours() ? key.replace('_', '.') : key, Attribute.undescribed(setting)));
    return properties;
  }
}
