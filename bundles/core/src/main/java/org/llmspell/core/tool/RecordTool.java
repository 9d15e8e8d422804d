package org.llmspell.core.tool;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A tool whose parameters are a record. The record is both the schema and the binding, see {@link
 * RecordBinding}. The platform makes the binding once for each registered tool.
 *
 * @param <P> the record of parameters
 */
@ConsumerType
public interface RecordTool<P extends Record> extends Tool {

  /**
   * Does the work.
   *
   * @throws SpellException when it can not be done; any other exception is reported as a failure of
   *     this tool
   */
  ToolOutput execute(P parameters, ExecutionContext context);

  /** Made from the record. */
  @Override
  default ToolSchema schema() {
    return RecordBinding.of(this).schema();
  }

  /** Binds the parameters and does the work. */
  @Override
  default ToolOutput call(Map<String, @Nullable Object> parameters, ExecutionContext context) {
    return execute(RecordBinding.of(this).bind(parameters), context);
  }
}
