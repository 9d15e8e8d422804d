package org.llmspell.state.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * Writes plain values as CBOR (RFC 8949) with definite lengths: whole numbers, doubles, text,
 * booleans, null, lists, and maps with text keys. Writing is also the check of a value: what has no
 * plain form, contains itself, is too deep or too large is refused. For one value, one thread.
 */
final class PlainWriter {

  /** How deep lists and maps may be inside each other. */
  static final int MAX_DEPTH = 200;

  private final int limit;
  private byte[] buffer;
  private int length;
  private int depth;

  /**
   * Writes after some bytes that are left free.
   *
   * @param reserved how many bytes to leave free
   * @param limit how many bytes the value may take
   */
  PlainWriter(int reserved, int limit) {
    this.buffer = new byte[reserved + 128];
    this.length = reserved;
    this.limit = limit > Integer.MAX_VALUE - 64 - reserved ? Integer.MAX_VALUE - 64 : limit;
  }

  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  void write(@Nullable Object value) {
    switch (value) {
      case null -> put(0xF6);
      case String text -> writeText(text);
      case Long number -> writeWhole(number);
      case Boolean flag -> put(flag ? 0xF5 : 0xF4);
      case Double number -> writeDouble(number);
      case Map<?, ?> map -> writeMap(map);
      case List<?> list -> writeList(list);
      case Integer number -> writeWhole(number);
      case Float number -> writeDouble(number);
      case Short number -> writeWhole(number);
      case Byte number -> writeWhole(number);
      default -> throw SpellException.validation("value", PlainProblem.noPlainForm(value));
    }
  }

  private void writeMap(Map<?, ?> map) {
    enter();
    head(0xA0, map.size());
    map.forEach((key, value) -> {
      if (!(key instanceof String text)) {
        throw SpellException.validation("value", PlainProblem.keyIsNoText(key));
      }
      writeText(text);
      write(value);
    });
    depth--;
  }

  private void writeList(List<?> list) {
    enter();
    head(0x80, list.size());
    for (Object item : list) {
      write(item);
    }
    depth--;
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new TooDeepException();
    }
  }

  private void writeText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    head(0x60, bytes.length);
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void writeWhole(long number) {
    if (number >= 0) {
      head(0x00, number);
    } else {
      head(0x20, ~number);
    }
  }

  private void writeDouble(double number) {
    room(9);
    buffer[length++] = (byte) 0xFB;
    Bytes.putLong(buffer, length, Double.doubleToRawLongBits(number));
    length += 8;
  }

  private void head(int major, long argument) {
    room(9);
    if (argument < 24) {
      buffer[length++] = (byte) (major | (int) argument);
    } else if (argument < 0x100) {
      buffer[length++] = (byte) (major | 24);
      buffer[length++] = (byte) argument;
    } else if (argument < 0x1_0000) {
      buffer[length++] = (byte) (major | 25);
      buffer[length++] = (byte) (argument >> 8);
      buffer[length++] = (byte) argument;
    } else if (argument < 0x1_0000_0000L) {
      buffer[length++] = (byte) (major | 26);
      Bytes.putInt(buffer, length, (int) argument);
      length += 4;
    } else {
      buffer[length++] = (byte) (major | 27);
      Bytes.putLong(buffer, length, argument);
      length += 8;
    }
  }

  private void put(int b) {
    room(1);
    buffer[length++] = (byte) b;
  }

  private void room(int more) {
    int wanted = length + more;
    if (wanted > buffer.length || wanted < 0) {
      if (wanted < 0 || wanted > limit + 64L) {
        throw new TooLargeException();
      }
      int doubled = (int) Math.min(Integer.MAX_VALUE - 64L, buffer.length * 2L);
      buffer = Arrays.copyOf(buffer, Math.max(wanted, doubled));
    }
  }

  /** The value is nested too deeply, perhaps because it contains itself. */
  static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeepException() {
      super("too deep", null, false, false);
    }
  }

  /** The value takes more bytes than it may. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("too large", null, false, false);
    }
  }
}
