package org.llmspell.security.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host: a name, or an address in its one usual spelling. Spellings that some resolver reads as an
 * address and others do not, such as 2130706433, 0x7f.1 or 127.1, are none.
 *
 * @param name in lower case, without the dot at the end and without brackets
 * @param literal the address when it is one
 */
record Host(String name, @Nullable InetAddress literal) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern NUMERIC = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  /** Why a text is no host. */
  static final class NoHost extends Exception {
    private static final long serialVersionUID = 1L;

    NoHost(String message) {
      super(message);
    }
  }

  static Host of(String text) throws NoHost {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      name = name.substring(1, name.length() - 1);
    }
    if (name.indexOf(':') >= 0) {
      return new Host(name, v6(name));
    }
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.isEmpty() || name.length() > 253) {
      throw new NoHost("the host is empty or too long");
    }
    String[] labels = name.split("\\.", -1);
    if (NUMERIC.matcher(labels[labels.length - 1]).matches()) {
      return new Host(name, v4(labels));
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw new NoHost(
            "'%s' is no host name; names beyond ASCII are written with xn--".formatted(text));
      }
    }
    return new Host(name, null);
  }

  private static InetAddress v4(String[] labels) throws NoHost {
    byte[] bytes = new byte[4];
    boolean fits = labels.length == 4;
    for (int i = 0; fits && i < 4; i++) {
      fits = NUMBER.matcher(labels[i]).matches() && Integer.parseInt(labels[i]) < 256;
      bytes[i] = fits ? (byte) Integer.parseInt(labels[i]) : 0;
    }
    if (!fits) {
      throw new NoHost(
          "an address is written as four decimal numbers; decimal, octal, hexadecimal and short forms are not accepted");
    }
    return address(bytes);
  }

  private static InetAddress v6(String text) throws NoHost {
    if (!text.matches("[0-9a-f:.]{2,45}")) {
      throw new NoHost("it is no IPv6 address (a zone is not accepted)");
    }
    try {
      return Inet6Address.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new NoHost("it is no IPv6 address");
    }
  }

  private static InetAddress address(byte[] bytes) throws NoHost {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new NoHost("it is no address");
    }
  }

  Optional<InetAddress> address() {
    return Optional.ofNullable(literal);
  }

  /** Whether it is a domain or below it. The entry may begin with {@code *.}. */
  boolean isWithin(String domain) {
    if (domain.equals("*")) {
      return true;
    }
    String base = domain.startsWith("*.") ? domain.substring(2) : domain;
    return name.equals(base) || literal == null && name.endsWith("." + base);
  }
}
