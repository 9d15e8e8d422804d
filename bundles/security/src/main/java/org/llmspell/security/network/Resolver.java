package org.llmspell.security.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name. */
@FunctionalInterface
interface Resolver {
  /** The addresses, at least one. */
  List<InetAddress> resolve(String name) throws UnknownHostException;
}
