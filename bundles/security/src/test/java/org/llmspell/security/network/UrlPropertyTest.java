package org.llmspell.security.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.GuardedNetwork;
import org.llmspell.core.security.guard.NetworkTarget;

/** Addresses and spellings by the thousand, judged by arithmetic that shares nothing with ours. */
@Tag("security")
class UrlPropertyTest {
  private static final int ADDRESSES = 200_000;
  private static final int URLS = 100_000;

  private static final List<String> V4 =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3");

  private final long seed = Long.getLong("test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static boolean in(String cidr, BigInteger address, int bits) {
    String[] parts = cidr.split("/");
    int free = bits - Integer.parseInt(parts[1]);
    return number(InetAddress.ofLiteral(parts[0]))
        .shiftRight(free)
        .equals(address.shiftRight(free));
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  private static boolean isPrivate4(long address) {
    return V4.stream().anyMatch(cidr -> in(cidr, BigInteger.valueOf(address), 32));
  }

  /** Near the borders of the ranges, mostly. */
  private long address4() {
    if (random.nextInt(3) == 0) {
      return random.nextLong() & 0xffffffffL;
    }
    String[] parts = V4.get(random.nextInt(V4.size())).split("/");
    long start = number(InetAddress.ofLiteral(parts[0])).longValue();
    long size = 1L << (32 - Integer.parseInt(parts[1]));
    long edge = random.nextBoolean() ? start : start + size;
    return (edge + random.nextInt(5) - 2) & 0xffffffffL;
  }

  private static byte[] bytes4(long a) {
    return new byte[] {(byte) (a >> 24), (byte) (a >> 16), (byte) (a >> 8), (byte) a};
  }

  @Test
  void judgesAddressesAsTheRegistriesDo() throws UnknownHostException {
    System.out.println("UrlPropertyTest: -Dtest.seed=" + seed);
    for (int i = 0; i < ADDRESSES; i++) {
      long a = address4();
      boolean expected = isPrivate4(a);
      assertThat(AddressRules.blocked(InetAddress.getByAddress(bytes4(a))).isPresent())
          .as("seed %d, address %s", seed, InetAddress.getByAddress(bytes4(a)))
          .isEqualTo(expected);
      byte[] wrapped = wrapped(a);
      assertThat(AddressRules.blocked(InetAddress.getByAddress(wrapped)).isPresent())
          .as("seed %d, wrapped %s", seed, InetAddress.getByAddress(wrapped))
          .isEqualTo(expected);
    }
    System.out.printf("UrlPropertyTest: %d addresses, 0 escapes%n", 2 * ADDRESSES);
  }

  private byte[] wrapped(long a) {
    byte[] bytes = new byte[16];
    int at = 12;
    switch (random.nextInt(4)) {
      case 0 -> bytes[10] = bytes[11] = -1;
      case 1 -> {
        bytes[1] = 0x64;
        bytes[2] = -1;
        bytes[3] = (byte) 0x9b;
      }
      case 2 -> {
        bytes[0] = 0x20;
        bytes[1] = 0x02;
        at = 2;
      }
      default -> bytes[8] = bytes[9] = -1;
    }
    System.arraycopy(bytes4(a), 0, bytes, at, 4);
    return bytes;
  }

  @Test
  void letsNoSpellingOfAPrivateAddressThrough() throws IOException {
    System.out.println("UrlPropertyTest: -Dtest.seed=" + seed);
    var net = new Net().name("public.example", "93.184.215.14");
    GuardedNetwork network = net.with("tools.network.requests_per_minute", 0L);
    int allowed = 0;
    for (int i = 0; i < URLS; i++) {
      long a = address4();
      boolean plain = random.nextInt(4) == 0;
      String url = (plain ? "http://" : prefix()) + (plain ? dotted(a) : spelled(a)) + suffix();
      try {
        NetworkTarget target = network.check(url);
        allowed++;
        for (InetAddress address : target.addresses()) {
          long four = number(address).longValue() & 0xffffffffL;
          boolean fine = address.getAddress().length == 4 ? !isPrivate4(four) : !isPrivate4(a);
          assertThat(fine).as("seed %d, url %s", seed, url).isTrue();
        }
      } catch (SpellException e) {
        if (plain) {
          assertThat(isPrivate4(a)).as("seed %d, url %s: %s", seed, url, e.text()).isTrue();
        }
      } catch (UnknownHostException e) {
        assertThat(plain).as("seed %d, url %s", seed, url).isFalse();
      }
    }
    System.out.printf("UrlPropertyTest: %d URLs, %d allowed, 0 escapes%n", URLS, allowed);
    assertThat(allowed).isGreaterThan(URLS / 50);
  }

  private String prefix() {
    List<String> prefixes =
        List.of(
            "http://",
            "https://",
            "HTTP://",
            "http:/",
            "http:\\\\",
            "http://public.example@",
            "http://a:b@",
            "http://public.example#@",
            "http://public.example?@",
            "http:////",
            "http://public.example%40",
            "http://public.example\\@",
            " http://",
            "http://%00");
    return prefixes.get(random.nextInt(prefixes.size()));
  }

  private static String dotted(long a) {
    return "%d.%d.%d.%d".formatted(a >> 24 & 255, a >> 16 & 255, a >> 8 & 255, a & 255);
  }

  private String spelled(long a) {
    String host =
        switch (random.nextInt(10)) {
          case 0 -> String.valueOf(a);
          case 1 -> "0x%x".formatted(a);
          case 2 -> "0%o".formatted(a);
          case 3 ->
              "0x%x.0x%x.%d.0%o".formatted(a >> 24 & 255, a >> 16 & 255, a >> 8 & 255, a & 255);
          case 4 -> "%d.%d".formatted(a >> 24 & 255, a & 0xffffff);
          case 5 -> "%d.%d.%d".formatted(a >> 24 & 255, a >> 16 & 255, a & 0xffff);
          case 6 -> "[::ffff:%s]".formatted(dotted(a));
          case 7 -> "[0:0:0:0:0:ffff:%x:%x]".formatted(a >> 16 & 0xffff, a & 0xffff);
          case 8 -> "[64:ff9b::%s]".formatted(dotted(a));
          default -> dotted(a);
        };
    return random.nextInt(5) == 0 && !host.startsWith("[") ? host + "." : host;
  }

  private String suffix() {
    List<String> suffixes =
        List.of("", "/", ":80/", ":8080/x", "/%61", "?q=1", "#public.example", "/@public.example");
    return suffixes.get(random.nextInt(suffixes.size()));
  }
}
