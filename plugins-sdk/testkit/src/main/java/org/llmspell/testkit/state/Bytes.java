package org.llmspell.testkit.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.llmspell.core.state.backend.EntryVisitor;

/** Keys and values for tests. */
final class Bytes {
  private Bytes() {}

  /** The scan of a store or of a snapshot. */
  interface Scan {
    void scan(byte[] prefix, byte[] from, EntryVisitor visitor);
  }

  static byte[] of(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static byte[] of(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static String latin(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  /** In hexadecimal digits, so in the order of the bytes. */
  static String text(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static List<String> latinKeys(Scan scan, byte[] prefix, byte[] from) {
    var keys = new ArrayList<String>();
    scan.scan(prefix, from, (key, value) -> keys.add(latin(key)));
    return keys;
  }

  static List<String> keys(Scan scan, byte[] prefix, byte[] from) {
    var keys = new ArrayList<String>();
    scan.scan(prefix, from, (key, value) -> keys.add(text(key)));
    return keys;
  }

  /** Keys and values as text, in the order of the scan. */
  static List<Map.Entry<String, String>> entries(Scan scan, byte[] prefix, byte[] from) {
    var entries = new ArrayList<Map.Entry<String, String>>();
    scan.scan(prefix, from, (key, value) -> entries.add(Map.entry(text(key), text(value))));
    return entries;
  }

  /** Everything in a store. */
  static NavigableMap<String, String> all(Scan scan) {
    var all = new TreeMap<String, String>();
    entries(scan, new byte[0], new byte[0])
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }
}
