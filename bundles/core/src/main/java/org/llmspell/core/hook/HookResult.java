package org.llmspell.core.hook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** What a hook wants to happen. Values are plain. */
public sealed interface HookResult {

  /** Goes on as if the hook were not there; always the same object. */
  static HookResult proceed() {
    return Continue.INSTANCE;
  }

  /** Go on. */
  record Continue() implements HookResult {
    private static final HookResult INSTANCE = new Continue();
  }

  /**
   * Go on with other data: the parameters before an operation, its result after it.
   *
   * @param data the new data
   */
  record Modified(@Nullable Object data) implements HookResult {}

  /**
   * Do not do the operation; its caller gets an error with the reason. Ends the chain of hooks.
   *
   * @param reason for people
   */
  record Cancel(String reason) implements HookResult {}

  /**
   * Do the operation with another target of the same kind.
   *
   * @param target its name
   */
  record Redirect(String target) implements HookResult {
    /** Checks the target. */
    public Redirect {
      if (target.isBlank()) {
        throw SpellException.validation("target", "A redirect needs the name of its target");
      }
    }
  }

  /**
   * Do not do the operation, this is its result. Ends the chain of hooks.
   *
   * @param data the result
   */
  record Replace(@Nullable Object data) implements HookResult {}

  /**
   * Do the operation again after a failure.
   *
   * @param delay how long to wait before
   * @param maxAttempts how often it is done again at most; 1 or more
   */
  record Retry(Duration delay, int maxAttempts) implements HookResult {
    /** A second, three attempts. */
    public static final Retry DEFAULT = new Retry(Duration.ofSeconds(1), 3);

    /** Checks the numbers. */
    public Retry {
      if (delay.isNegative() || maxAttempts < 1) {
        throw SpellException.validation(
            "retry",
            "A retry needs a delay of 0 or more and at least 1 attempt, not %d ms and %d"
                .formatted(delay.toMillis(), maxAttempts));
      }
    }
  }

  /**
   * Do other operations side by side with this one and join their results.
   *
   * @param operations what to do
   */
  record Fork(List<Operation> operations) implements HookResult {
    /** Copies the list. */
    public Fork {
      operations = List.copyOf(operations);
    }

    /** The same fork with one more operation. */
    public Fork and(Operation operation) {
      List<Operation> more = new ArrayList<>(operations);
      more.add(operation);
      return new Fork(more);
    }

    /**
     * One operation of a fork.
     *
     * @param id the name of its result
     * @param type what is called: {@code tool:<name>}, {@code agent:<name>}, or the bare name of
     *     something of the same kind
     * @param parameters what it is called with
     */
    public record Operation(String id, String type, Map<String, @Nullable Object> parameters) {
      /** Copies the parameters. */
      public Operation {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
      }
    }
  }

  /**
   * Keep the result of the operation, and use it for the next operations with the same key.
   *
   * @param key names the result
   * @param ttl how long it is kept
   */
  record Cache(String key, Duration ttl) implements HookResult {}

  /**
   * The hook did nothing.
   *
   * @param reason for people
   */
  record Skipped(String reason) implements HookResult {}

  /** Whether the hooks after this one are run. */
  default boolean continuesChain() {
    return !(this instanceof Cancel || this instanceof Replace);
  }

  /** The name of the variant in lower case, for example {@code modified}. */
  default String type() {
    return switch (this) {
      case Continue _ -> "continue";
      case Modified _ -> "modified";
      case Cancel _ -> "cancel";
      case Redirect _ -> "redirect";
      case Replace _ -> "replace";
      case Retry _ -> "retry";
      case Fork _ -> "fork";
      case Cache _ -> "cache";
      case Skipped _ -> "skipped";
    };
  }
}
