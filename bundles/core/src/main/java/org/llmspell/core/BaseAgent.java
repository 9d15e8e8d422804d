package org.llmspell.core;

import java.util.Set;
import org.llmspell.core.component.ComponentMetadata;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.media.MediaType;
import org.llmspell.core.stream.AgentStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What tools, agents and workflows have in common. Implementations may be called by many threads at
 * once. Calls may block; the caller chooses the thread and may interrupt it.
 */
@ConsumerType
public interface BaseAgent {

  /** Who this is. */
  ComponentMetadata metadata();

  /**
   * Does the work.
   *
   * @throws SpellException when it can not be done
   */
  AgentOutput execute(AgentInput input, ExecutionContext context);

  /**
   * Refuses input that the component can not work with. The default checks the size of media and
   * that their kinds are supported.
   *
   * @throws SpellException of kind Validation
   */
  default void validateInput(AgentInput input) {
    for (MediaContent item : input.media()) {
      item.validate();
      if (!supportedMediaTypes().contains(item.type())) {
        throw SpellException.validation(
            "media",
            "'%s' takes no %s; it takes %s"
                .formatted(metadata().name(), item.type().displayName(), supportedMediaTypes()));
      }
    }
  }

  /** Turns an error into an answer. The default throws it again. */
  default AgentOutput handleError(SpellException error) {
    throw error;
  }

  /**
   * Does the work and gives the output piece by piece.
   *
   * @throws SpellException of kind Component when {@link #supportsStreaming()} is false
   */
  default AgentStream streamExecute(AgentInput input, ExecutionContext context) {
    throw SpellException.component("Streaming execution not supported by this component", null);
  }

  /** Whether {@link #streamExecute} works. */
  default boolean supportsStreaming() {
    return false;
  }

  /** Whether media other than text are taken. */
  default boolean supportsMultimodal() {
    return false;
  }

  /** The media that are taken. */
  default Set<MediaType> supportedMediaTypes() {
    return Set.of(MediaType.TEXT);
  }
}
