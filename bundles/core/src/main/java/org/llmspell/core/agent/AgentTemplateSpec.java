package org.llmspell.core.agent;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Describes an {@link AgentTemplate}. The members become service properties, prefixed with {@link
 * #PREFIX_}, so templates are listed without loading them.
 */
@ComponentPropertyType
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface AgentTemplateSpec {

  /** The prefix of the service properties. */
  String PREFIX_ = "llmspell.agent.template.";

  /** The name in kebab-case. On look-up {@code _} and {@code -} are the same. */
  String name();

  /** One sentence for people. */
  String description();

  /** What it is for. */
  String category() default "agent";

  /** {@code basic}, {@code standard} or {@code advanced}. */
  String complexity() default "standard";

  /** Whether its agents need a language model. */
  boolean model_required() default true;

  /** Words by which it is found. */
  String[] keywords() default {};
}
