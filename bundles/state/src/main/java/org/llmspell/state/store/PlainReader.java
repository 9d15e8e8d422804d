package org.llmspell.state.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PlainWriter} has written. For one value, one thread. */
final class PlainReader {
  private final byte[] bytes;
  private final int end;
  private int at;
  private int depth;

  PlainReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** The one value that the bytes are; anything after it is an error. */
  @Nullable Object readAll() throws FormatException {
    Object value = read();
    if (at != end) {
      throw new FormatException("%d bytes follow the value".formatted(end - at));
    }
    return value;
  }

  private @Nullable Object read() throws FormatException {
    int head = next();
    return switch (head >> 5) {
      case 0 -> argument(head);
      case 1 -> ~argument(head);
      case 3 -> text(head);
      case 4 -> list(head);
      case 5 -> map(head);
      case 7 -> simple(head);
      default -> throw unknown(head);
    };
  }

  private List<@Nullable Object> list(int head) throws FormatException {
    int size = size(head, 1);
    enter();
    List<@Nullable Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(read());
    }
    depth--;
    return list;
  }

  private Map<String, @Nullable Object> map(int head) throws FormatException {
    int size = size(head, 2);
    enter();
    Map<String, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(size);
    for (int i = 0; i < size; i++) {
      int key = next();
      if (key >> 5 != 3) {
        throw unknown(key);
      }
      map.put(text(key), read());
    }
    depth--;
    return map;
  }

  private void enter() throws FormatException {
    if (++depth > PlainWriter.MAX_DEPTH) {
      throw new FormatException("the value is nested too deeply");
    }
  }

  private String text(int head) throws FormatException {
    int size = size(head, 1);
    String text = new String(bytes, at, size, StandardCharsets.UTF_8);
    at += size;
    return text;
  }

  private @Nullable Object simple(int head) throws FormatException {
    switch (head) {
      case 0xF4 -> {
        return false;
      }
      case 0xF5 -> {
        return true;
      }
      case 0xF6 -> {
        return null;
      }
      case 0xFB -> {
        need(8);
        double number = Double.longBitsToDouble(Bytes.getLong(bytes, at));
        at += 8;
        return number;
      }
      default -> throw unknown(head);
    }
  }

  /** A length; never more than the bytes that are left can hold. */
  private int size(int head, int bytesEach) throws FormatException {
    long size = argument(head);
    if (size < 0 || size > (end - at) / bytesEach) {
      throw new FormatException("it ends too early");
    }
    return (int) size;
  }

  private long argument(int head) throws FormatException {
    int short5 = head & 0x1F;
    if (short5 < 24) {
      return short5;
    }
    switch (short5) {
      case 24 -> {
        return next();
      }
      case 25 -> {
        need(2);
        int value = (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
        at += 2;
        return value;
      }
      case 26 -> {
        need(4);
        long value = Bytes.getInt(bytes, at) & 0xFFFF_FFFFL;
        at += 4;
        return value;
      }
      case 27 -> {
        need(8);
        long value = Bytes.getLong(bytes, at);
        at += 8;
        return value;
      }
      default -> throw unknown(head);
    }
  }

  private int next() throws FormatException {
    need(1);
    return bytes[at++] & 0xFF;
  }

  private void need(int count) throws FormatException {
    if (end - at < count) {
      throw new FormatException("it ends too early");
    }
  }

  private static FormatException unknown(int head) {
    return new FormatException("byte 0x%02X is no start of a plain value".formatted(head));
  }

  /** Bytes that are no record. */
  static final class FormatException extends Exception {
    private static final long serialVersionUID = 1L;

    FormatException(String message) {
      super(message);
    }
  }
}
