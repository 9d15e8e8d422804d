package org.llmspell.providers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelProviderSpec;

/**
 * What a provider's service properties say of it; see {@link ModelProviderSpec}.
 *
 * @param baseUrl empty when the settings must say it
 * @param defaultModel empty for none
 */
record Description(
    String name,
    List<String> aliases,
    String text,
    boolean keyRequired,
    List<String> keyVariables,
    String baseUrl,
    String defaultModel,
    ModelCapabilities capabilities,
    boolean remote,
    boolean listed) {

  /** For one without a service. */
  static Description local(String name, String text, boolean listed) {
    return of(key ->
        switch (key) {
          case ModelProviderSpec.PREFIX_ + "name" -> name;
          case ModelProviderSpec.PREFIX_ + "description" -> text;
          case ModelProviderSpec.PREFIX_ + "key.required", ModelProviderSpec.PREFIX_ + "remote" ->
              false;
          case ModelProviderSpec.PREFIX_ + "listed" -> listed;
          default -> null;
        });
  }

  /**
   * Reads properties.
   *
   * @throws IllegalArgumentException that names the property which is missing or of the wrong type
   */
  static Description of(Function<String, @Nullable Object> properties) {
    var read = new Properties(properties);
    String name = read.text("name", "");
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "%sname is '%s' but must be lower-case letters, digits and dashes"
              .formatted(ModelProviderSpec.PREFIX_, name));
    }
    return new Description(
        name,
        read.texts("aliases").stream().map(alias -> alias.toLowerCase(Locale.ROOT)).toList(),
        read.text("description", ""),
        read.flag("key.required"),
        read.texts("key.variables"),
        read.text("base.url", ""),
        read.text("default.model", ""),
        new ModelCapabilities(
            read.flag("streaming"),
            read.flag("tools"),
            read.flag("images"),
            read.flag("json"),
            null,
            null),
        read.flag("remote"),
        read.flag("listed"));
  }

  boolean isNamed(String wanted) {
    return name.equals(wanted) || aliases.contains(wanted);
  }

  /** Service properties of one component; all flags are true unless said otherwise. */
  private record Properties(Function<String, @Nullable Object> source) {

    private static final Map<Class<?>, String> WANTED =
        Map.of(String.class, "text", Boolean.class, "true or false");

    private <T> T read(String key, Class<T> type, T otherwise) {
      Object value = source.apply(ModelProviderSpec.PREFIX_ + key);
      if (value == null) {
        return otherwise;
      }
      if (!type.isInstance(value)) {
        throw new IllegalArgumentException(
            "%s%s is '%s' but must be %s"
                .formatted(ModelProviderSpec.PREFIX_, key, value, WANTED.get(type)));
      }
      return type.cast(value);
    }

    String text(String key, String otherwise) {
      return read(key, String.class, otherwise);
    }

    boolean flag(String key) {
      return read(key, Boolean.class, true);
    }

    List<String> texts(String key) {
      // No switch over types: this runs at the start of each script that uses a provider.
      Object value = source.apply(ModelProviderSpec.PREFIX_ + key);
      if (value == null) {
        return List.of();
      }
      if (value instanceof String one) {
        return List.of(one);
      }
      if (value instanceof String[] many) {
        return List.of(many);
      }
      throw new IllegalArgumentException(
          "%s%s is '%s' but must be texts".formatted(ModelProviderSpec.PREFIX_, key, value));
    }
  }
}
