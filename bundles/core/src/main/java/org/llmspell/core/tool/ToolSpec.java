package org.llmspell.core.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.llmspell.core.security.SecurityLevel;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Describes a tool class. The members become service properties, prefixed with {@link #PREFIX_}, so
 * tools are listed without loading them; bnd also writes a capability of the name space {@link
 * #NAMESPACE} into the manifest, so that features can ask for a tool by its name.
 *
 * <pre>{@code
 * @Component
 * @ToolSpec(name = "word-count", description = "Counts the words of a text")
 * public final class WordCount implements RecordTool<WordCount.Params> { ... }
 * }</pre>
 */
@ComponentPropertyType
@Capability(
    namespace = ToolSpec.NAMESPACE,
    attribute = {ToolSpec.NAMESPACE + "=${#name}", "version:Version=${#version}"})
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolSpec {

  /** The prefix of the service properties. */
  String PREFIX_ = "llmspell.tool.";

  /** The name space of the capability that a bundle has for each of its tools. */
  String NAMESPACE = "llmspell.tool";

  /** The name in kebab-case. On look-up {@code _} and {@code -} are the same. */
  String name();

  /** One sentence for people and models. */
  String description();

  /** filesystem, web, api, analysis, data, system, media, utility, or a category of one's own. */
  String category() default "utility";

  /** The level that a caller must have. */
  SecurityLevel level() default SecurityLevel.SAFE;

  /** The version, {@code major.minor.patch}. */
  String version() default "1.0.0";

  /** Further names. */
  String[] aliases() default {};
}
