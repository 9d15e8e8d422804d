package org.llmspell.core.hook;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Describes a {@link Hook} service. The members become service properties, prefixed with {@link
 * #PREFIX_}, so hooks are listed without loading them.
 */
@ComponentPropertyType
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface HookSpec {

  /** The prefix of the service properties. */
  String PREFIX_ = "llmspell.hook.";

  /** The points, as {@link HookPoint#parse} reads them. */
  String[] points();

  /** The name; unique among the hooks of a point. */
  String name();

  /** One sentence for people. */
  String description() default "";

  /** Lower values run first; see {@link HookPriority}. */
  int priority() default 0;

  /** The language that it is written in. */
  String language() default "native";

  /** Words to find it by. */
  String[] tags() default {};

  /** The version, {@code major.minor.patch}. */
  String version() default "1.0.0";

  /** How long one run may take, in milliseconds; 0 for the default of the executor. */
  long timeout_millis() default 0;

  /**
   * Its circuit breaker: {@code default}, {@code production}, {@code conservative}, {@code none}.
   */
  String breaker() default "default";

  /**
   * Whether it always runs on the thread of the operation; see {@link HookLimits}. Only for a hook
   * that is known to end when it is interrupted.
   */
  boolean inline() default false;
}
