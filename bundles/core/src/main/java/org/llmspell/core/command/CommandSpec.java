package org.llmspell.core.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Describes the command line of a {@link Command}. The members become service properties, prefixed
 * with {@link #PREFIX_}, so command lines are checked and help is written without loading the
 * command.
 */
@ComponentPropertyType
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CommandSpec {

  /** The prefix of the service properties. */
  String PREFIX_ = "llmspell.command.";

  /** One word, or the word of a group and the word of the command: {@code plugin install}. */
  String name();

  /** What it does, in one line. */
  String summary();

  /**
   * The words that it takes, separated by blanks: {@code FILE} is required, {@code [FILE]} may be
   * left out, {@code [KEY=VALUE...]} may be repeated.
   */
  String parameters() default "";

  /** What the words after {@code --} are; empty when there may be none. */
  String trailing() default "";

  /**
   * The options, each as {@code --name VALUE: description}, without {@code VALUE} when it is a
   * flag. A short name may stand before it: {@code -n, --name VALUE: description}. Options that
   * every command has, such as {@code --output}, are not named here.
   */
  String[] options() default {};

  /**
   * Whether the settings are read and given to the bundles before the command runs. Not for a
   * command that has to work when they are wrong, because it mends them, or that needs no bundle.
   */
  boolean settings() default true;
}
