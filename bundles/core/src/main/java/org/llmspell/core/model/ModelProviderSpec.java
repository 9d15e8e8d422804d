package org.llmspell.core.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Describes a {@link ModelProvider}. The members become service properties, prefixed with {@link
 * #PREFIX_}, so providers are listed without loading them.
 */
@ComponentPropertyType
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface ModelProviderSpec {

  /** The prefix of the service properties. */
  String PREFIX_ = "llmspell.model.provider.";

  /** What stands before the slash in {@code provider/model}: lower-case letters, digits, dashes. */
  String name();

  /** Further names. */
  String[] aliases() default {};

  /** One sentence for people. */
  String description();

  /**
   * Whether it needs a key. Without one its models fail when they are used, and say which variable
   * to set.
   */
  boolean key_required() default true;

  /**
   * Environment variables with the key, besides {@code LLMSPELL_<NAME>_API_KEY} and {@code
   * <NAME>_API_KEY}.
   */
  String[] key_variables() default {};

  /** Where it is reached when the settings do not say; empty when they must say. */
  String base_url() default "";

  /** The model that is used when none is named; empty for none. */
  String default_model() default "";

  /** Whether its answers can come in pieces. */
  boolean streaming() default true;

  /** Whether its models can call tools. */
  boolean tools() default true;

  /** Whether its models take images. */
  boolean images() default true;

  /** Whether its answers can be held to JSON. */
  boolean json() default true;

  /** Whether its models are somewhere else: then a request that fails in passing is repeated. */
  boolean remote() default true;

  /** Whether it is shown in lists. */
  boolean listed() default true;
}
