package org.example.extras;

import org.llmspell.core.ToolOutput;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.Stage;
import org.llmspell.core.runtime.StageSpec;
import org.osgi.service.component.annotations.Component;

/** Signs the answer of every tool that answers an object. */
@Component
@StageSpec(stage = Stage.AROUND)
public final class SignatureStage implements PipelineStage {

  @Override
  public ToolOutput around(Invocation invocation, Next next) {
    return next.proceed(invocation).with("signed_by", "org.example.extras");
  }
}
