package org.llmspell.security;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.media.MediaContent;

/** About how many characters and bytes of media an answer has, without making its text. */
final class OutputSize {
  private static final int MAX_DEPTH = 64;
  private static final int NUMBER = 8;

  private OutputSize() {}

  static long of(ToolOutput output) {
    long text = output.payload() != null ? output.payload().length() : of(output.data(), 0);
    return output.media().isEmpty() ? text : text + media(output);
  }

  private static long media(ToolOutput output) {
    return output.media().stream().mapToLong(MediaContent::size).sum();
  }

  private static long of(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      return NUMBER;
    }
    return switch (value) {
      case String text -> text.length() + 2L;
      case Map<?, ?> map -> {
        long sum = 2;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          sum += of(entry.getKey(), depth + 1) + of(entry.getValue(), depth + 1) + 2;
        }
        yield sum;
      }
      case List<?> list -> {
        long sum = 2;
        for (Object item : list) {
          sum += of(item, depth + 1) + 1;
        }
        yield sum;
      }
      case null, default -> NUMBER;
    };
  }
}
