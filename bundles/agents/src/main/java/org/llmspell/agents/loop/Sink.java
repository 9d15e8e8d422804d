package org.llmspell.agents.loop;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gets an answer piece by piece, on the thread of the turn. What it throws ends the turn. */
public interface Sink {
  /** Wants no pieces. */
  Sink NONE =
      new Sink() {
        @Override
        public boolean streams() {
          return false;
        }

        @Override
        public void text(String piece) {
          // nobody listens
        }
      };

  /** Whether pieces are wanted at all. */
  default boolean streams() {
    return true;
  }

  /** More text; never empty. */
  void text(String piece);

  /** More of a call of a tool. */
  default void toolProgress(String callId, String tool, String partialArguments) {
    // most do not want to know
  }

  /** A tool is called now. */
  default void toolCall(String callId, String tool, Map<String, @Nullable Object> arguments) {
    // most do not want to know
  }

  /** The text so far was no good: the answer begins anew. */
  default void restart(String reason) {
    // most do not want to know
  }
}
