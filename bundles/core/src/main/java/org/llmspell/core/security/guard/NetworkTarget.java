package org.llmspell.core.security.guard;

import java.net.InetAddress;
import java.util.List;

/**
 * Where a connection may go: the name that was asked for, and the addresses that were found and
 * checked for it. Connect to these addresses; resolving the name again may give others.
 *
 * @param host the name or address as given, in lower case, for the server's certificate
 * @param port the port
 * @param addresses the addresses, at least one
 */
public record NetworkTarget(String host, int port, List<InetAddress> addresses) {

  /** Copies the addresses. */
  public NetworkTarget {
    addresses = List.copyOf(addresses);
  }
}
