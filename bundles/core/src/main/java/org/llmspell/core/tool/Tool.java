package org.llmspell.core.tool;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.BaseAgent;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.ComponentMetadata;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.ResourceLimits;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.security.SecurityRequirements;
import org.llmspell.core.stream.AgentStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function that scripts and language models call by name. Register it as an OSGi service with a
 * {@link ToolSpec}; most tools implement {@link RecordTool} instead. Many threads may call a tool
 * at once. A call may block; it is interrupted when its deadline passes.
 */
@ConsumerType
public interface Tool extends BaseAgent {

  /** The parameters that {@link #call} takes. The same at each call. */
  ToolSchema schema();

  /**
   * Does the work. The pipeline has checked the parameters against the schema before.
   *
   * @param parameters plain values by name
   * @throws SpellException when it can not be done; any other exception is reported as a failure of
   *     this tool
   */
  ToolOutput call(Map<String, @Nullable Object> parameters, ExecutionContext context);

  /** Calls the tool with the input's parameters; the text of the answer is JSON. */
  @Override
  default AgentOutput execute(AgentInput input, ExecutionContext context) {
    schema().validate(input.parameters());
    return call(input.parameters(), context).toAgentOutput();
  }

  /** Taken from the {@link ToolSpec} of the class. */
  @Override
  default ComponentMetadata metadata() {
    ToolSpec spec = spec();
    return ComponentMetadata.of(
        spec.name(), SemanticVersion.parse(spec.version()), spec.description(), Instant.now());
  }

  /** Taken from the {@link ToolSpec} of the class. */
  default String category() {
    return spec().category();
  }

  /** Taken from the {@link ToolSpec} of the class. */
  default SecurityLevel securityLevel() {
    return spec().level();
  }

  /** What the tool needs to be allowed; the default follows from the level. */
  default SecurityRequirements securityRequirements() {
    return SecurityRequirements.of(securityLevel());
  }

  /** What one call may use up; the default follows from the level. */
  default ResourceLimits resourceLimits() {
    return ResourceLimits.of(securityLevel());
  }

  /** The whole answer as one chunk. */
  @Override
  default AgentStream streamExecute(AgentInput input, ExecutionContext context) {
    return AgentStream.ofText(execute(input, context).text());
  }

  private ToolSpec spec() {
    ToolSpec spec = getClass().getAnnotation(ToolSpec.class);
    if (spec == null) {
      throw SpellException.component(
          getClass().getSimpleName() + " needs a @ToolSpec, or its own metadata()", null);
    }
    return spec;
  }
}
