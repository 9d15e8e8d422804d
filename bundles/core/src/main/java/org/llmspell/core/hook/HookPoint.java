package org.llmspell.core.hook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.llmspell.core.error.SpellException;

/** A place where hooks run: one of the 43 of {@link StandardPoint}, or a {@link Custom} one. */
public sealed interface HookPoint {

  /** The name in CamelCase, or {@code custom:<name>}. */
  String text();

  /** Whether something has gone wrong when this point is fired. */
  boolean isError();

  /**
   * A point that is not one of the standard ones.
   *
   * @param name any text but blank
   */
  record Custom(String name) implements HookPoint {

    /** What goes before the name of a custom point. */
    public static final String PREFIX = "custom:";

    /** Checks the name. */
    public Custom {
      if (name.isBlank()) {
        throw SpellException.validation(
            "hook_point", "A custom hook point needs a name, as in 'custom:my_point'");
      }
    }

    @Override
    public String text() {
      return PREFIX + name;
    }

    @Override
    public boolean isError() {
      return false;
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * The point of a name: CamelCase, one of the aliases {@code BeforeWorkflowStep} and {@code
   * AfterWorkflowStep}, or {@code custom:<name>}.
   *
   * @throws SpellException of kind Validation that lists what is allowed
   */
  static HookPoint parse(String text) {
    if (text.startsWith(Custom.PREFIX)) {
      return new Custom(text.substring(Custom.PREFIX.length()));
    }
    return standard(text)
        .orElseThrow(() ->
            SpellException.validation(
                "hook_point",
                "Unknown hook point: %s. Use custom:<name> or one of %s"
                    .formatted(
                        text,
                        Arrays.stream(StandardPoint.values())
                            .map(StandardPoint::text)
                            .collect(Collectors.joining(", ")))));
  }

  private static Optional<HookPoint> standard(String text) {
    String name =
        switch (text) {
          case "BeforeWorkflowStep" -> "BeforeWorkflowStage";
          case "AfterWorkflowStep" -> "AfterWorkflowStage";
          default -> text;
        };
    return Arrays.stream(StandardPoint.values())
        .filter(point -> point.text().equals(name))
        .map(HookPoint.class::cast)
        .findFirst();
  }

  /** The 43 points that the platform fires. */
  enum StandardPoint implements HookPoint {
    BEFORE_AGENT_INIT,
    AFTER_AGENT_INIT,
    BEFORE_AGENT_EXECUTION,
    AFTER_AGENT_EXECUTION,
    AGENT_ERROR,
    BEFORE_AGENT_SHUTDOWN,
    AFTER_AGENT_SHUTDOWN,
    BEFORE_TOOL_DISCOVERY,
    AFTER_TOOL_DISCOVERY,
    BEFORE_TOOL_EXECUTION,
    AFTER_TOOL_EXECUTION,
    TOOL_VALIDATION,
    TOOL_ERROR,
    BEFORE_WORKFLOW_START,
    WORKFLOW_STAGE_TRANSITION,
    BEFORE_WORKFLOW_STAGE,
    AFTER_WORKFLOW_STAGE,
    WORKFLOW_CHECKPOINT,
    WORKFLOW_ROLLBACK,
    AFTER_WORKFLOW_COMPLETE,
    WORKFLOW_ERROR,
    BEFORE_STATE_READ,
    AFTER_STATE_READ,
    BEFORE_STATE_WRITE,
    AFTER_STATE_WRITE,
    STATE_CONFLICT,
    STATE_MIGRATION,
    SYSTEM_STARTUP,
    SYSTEM_SHUTDOWN,
    CONFIGURATION_CHANGE,
    RESOURCE_LIMIT_EXCEEDED,
    SECURITY_VIOLATION,
    SESSION_START,
    SESSION_END,
    SESSION_CHECKPOINT,
    SESSION_RESTORE,
    SESSION_SAVE,
    BEFORE_EVENT_EMIT,
    AFTER_EVENT_EMIT,
    EVENT_HANDLER_ERROR,
    PERFORMANCE_THRESHOLD_EXCEEDED,
    MEMORY_USAGE_HIGH,
    CPU_USAGE_HIGH;

    private final String text = camelCase(name());

    @Override
    public String text() {
      return text;
    }

    @Override
    public boolean isError() {
      return switch (this) {
        case AGENT_ERROR, TOOL_ERROR, WORKFLOW_ERROR, EVENT_HANDLER_ERROR -> true;
        default -> false;
      };
    }

    @Override
    public String toString() {
      return text;
    }

    private static String camelCase(String constant) {
      return Arrays.stream(constant.split("_"))
          .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
          .collect(Collectors.joining());
    }
  }
}
