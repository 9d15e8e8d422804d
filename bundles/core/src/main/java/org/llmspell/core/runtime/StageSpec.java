package org.llmspell.core.runtime;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Says where a {@link PipelineStage} stands. Stages in the same place are ordered by service
 * ranking, the highest outermost.
 */
@ComponentPropertyType
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface StageSpec {

  /** The prefix of the service property. */
  String PREFIX_ = "llmspell.";

  /** The place. */
  Stage stage();
}
