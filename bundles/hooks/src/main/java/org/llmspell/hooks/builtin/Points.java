package org.llmspell.hooks.builtin;

import java.util.EnumSet;
import java.util.List;
import org.llmspell.core.hook.HookPoint.StandardPoint;

/** Groups of points. */
final class Points {
  /** Before something is done. */
  static final List<StandardPoint> BEFORE =
      List.of(
          StandardPoint.BEFORE_TOOL_EXECUTION,
          StandardPoint.BEFORE_AGENT_EXECUTION,
          StandardPoint.BEFORE_WORKFLOW_START);

  /** Tools, agents and workflows. */
  static final List<StandardPoint> WORK =
      List.copyOf(EnumSet.range(StandardPoint.BEFORE_AGENT_INIT, StandardPoint.WORKFLOW_ERROR));

  private Points() {}
}
