package org.llmspell.security.network;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that do not belong to the public internet. Those in which an IPv4 address is wrapped
 * (mapped, compatible, NAT64, 6to4) are judged by what is in them.
 */
final class AddressRules {

  /** A range and what it is. The source is the IANA registries of special-purpose addresses. */
  private record Range(
      @SuppressWarnings("ArrayRecordComponent") byte[] prefix, int bits, String name) {

    boolean contains(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if ((address[bit >> 3] & mask) != (prefix[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Range> V4 =
      List.of(
          v4(0, 0, 0, 0, 8, "this network"),
          v4(10, 0, 0, 0, 8, "private"),
          v4(100, 64, 0, 0, 10, "carrier-grade NAT"),
          v4(127, 0, 0, 0, 8, "loopback"),
          v4(169, 254, 0, 0, 16, "link-local, where cloud metadata is"),
          v4(172, 16, 0, 0, 12, "private"),
          v4(192, 0, 0, 0, 24, "protocol assignments"),
          v4(192, 0, 2, 0, 24, "documentation"),
          v4(192, 88, 99, 0, 24, "6to4 relay"),
          v4(192, 168, 0, 0, 16, "private"),
          v4(198, 18, 0, 0, 15, "benchmarks"),
          v4(198, 51, 100, 0, 24, "documentation"),
          v4(203, 0, 113, 0, 24, "documentation"),
          v4(224, 0, 0, 0, 4, "multicast"),
          v4(240, 0, 0, 0, 4, "reserved"));

  private static final List<Range> V6 =
      List.of(
          v6(128, "unspecified"),
          v6Loopback(),
          v6(64, "discard", 0x01, 0x00),
          v6(48, "local NAT64", 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01),
          v6(23, "protocol assignments, Teredo", 0x20, 0x01, 0x00),
          v6(32, "documentation", 0x20, 0x01, 0x0d, 0xb8),
          v6(20, "documentation", 0x3f, 0xff, 0x00),
          v6(16, "segment routing", 0x5f, 0x00),
          v6(7, "private", 0xfc),
          v6(10, "link-local", 0xfe, 0x80),
          v6(10, "site-local", 0xfe, 0xc0),
          v6(8, "multicast", 0xff));

  private AddressRules() {}

  private static Range v4(int a, int b, int c, int d, int bits, String name) {
    return new Range(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}, bits, name);
  }

  private static Range v6(int bits, String name, int... start) {
    byte[] prefix = new byte[16];
    for (int i = 0; i < start.length; i++) {
      prefix[i] = (byte) start[i];
    }
    return new Range(prefix, bits, name);
  }

  private static Range v6Loopback() {
    byte[] prefix = new byte[16];
    prefix[15] = 1;
    return new Range(prefix, 128, "loopback");
  }

  /** What a blocked address is; empty for one of the public internet. */
  static Optional<String> blocked(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? find(V4, bytes) : blocked6(bytes);
  }

  private static Optional<String> blocked6(byte[] bytes) {
    Optional<String> own = find(V6, bytes);
    if (own.isPresent()) {
      return own;
    }
    int at = wrapped(bytes);
    return at < 0
        ? Optional.empty()
        : find(V4, Arrays.copyOfRange(bytes, at, at + 4)).map(name -> name + ", wrapped in IPv6");
  }

  /** Where the IPv4 address is in an IPv6 address that wraps one; -1 when it does not. */
  private static int wrapped(byte[] bytes) {
    if (bytes[0] == 0x20 && bytes[1] == 0x02) {
      return 2; // 6to4, RFC 3056
    }
    boolean zeros = allZero(bytes, 0, 10);
    boolean mapped = zeros && bytes[10] == -1 && bytes[11] == -1;
    boolean translated = allZero(bytes, 0, 8) && bytes[8] == -1 && bytes[9] == -1;
    boolean compatible = allZero(bytes, 0, 12);
    boolean nat64 =
        bytes[0] == 0
            && bytes[1] == 0x64
            && bytes[2] == -1
            && (bytes[3] & 0xff) == 0x9b
            && allZero(bytes, 4, 12);
    return mapped || translated || compatible || nat64 ? 12 : -1;
  }

  private static boolean allZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> find(List<Range> ranges, byte[] address) {
    return ranges.stream().filter(range -> range.contains(address)).map(Range::name).findFirst();
  }
}
