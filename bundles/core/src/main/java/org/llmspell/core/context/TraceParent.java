package org.llmspell.core.context;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventMetadata;

/**
 * The {@code traceparent} header of <a href="https://www.w3.org/TR/trace-context/">W3C Trace
 * Context</a>: by it, work that goes through several systems is seen as one trace.
 *
 * @param traceId 32 hexadecimal digits in lower case, not all 0
 * @param parentId 16 of them: the span that the work was started by
 * @param flags two of them; 01 is "sampled"
 */
public record TraceParent(String traceId, String parentId, String flags) {

  /** The name of the header, and of the entry in the metadata of a hook. */
  public static final String HEADER = "traceparent";

  /** Versions after 00 may have further parts, which are ignored. */
  private static final Pattern FORM =
      Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /** Reads a header; empty when it is not valid, in which case a new trace begins. */
  public static Optional<TraceParent> parse(String header) {
    var match = FORM.matcher(header.strip());
    if (!match.matches()
        || match.group(1).equals("00") && match.group(5) != null
        || isZero(match.group(2))
        || isZero(match.group(3))) {
      return Optional.empty();
    }
    return Optional.of(new TraceParent(match.group(2), match.group(3), match.group(4)));
  }

  /** The header for work that an operation starts; empty when the operation has no usable ids. */
  public static Optional<TraceParent> of(EventMetadata operation) {
    String trace = digits(operation.traceId());
    String span = digits(operation.spanId());
    if (trace.length() != 32 || span.length() < 16) {
      return Optional.empty();
    }
    return Optional.of(new TraceParent(trace, span.substring(0, 16), "01"));
  }

  private static String digits(@Nullable String id) {
    return id == null ? "" : id.replace("-", "");
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(c -> c == '0');
  }

  /** The header, version 00. */
  public String text() {
    return "00-%s-%s-%s".formatted(traceId, parentId, flags);
  }

  /**
   * The metadata of an operation that was started by this span; it goes into an {@link
   * ExecutionContext}.
   *
   * @param source who began it
   */
  public EventMetadata operation(String source) {
    EventMetadata fresh = EventMetadata.root(source);
    return new EventMetadata(
        traceId,
        fresh.spanId(),
        parentId,
        fresh.correlationId(),
        fresh.timestamp(),
        source,
        fresh.attributes());
  }
}
