package org.llmspell.security.policy;

import java.util.List;
import java.util.Set;

/**
 * What may be reached.
 *
 * @param enabled whether anything
 * @param allowedDomains domains, with all below them; {@code *} is every one
 * @param blockedDomains domains that are not, although they are allowed
 * @param allowedPorts ports; empty for all that are not blocked
 * @param localHosts hosts that are let through although their address is private, on any port
 * @param requestsPerMinute how often one domain may be asked
 */
public record NetworkRules(
    boolean enabled,
    List<String> allowedDomains,
    List<String> blockedDomains,
    Set<Integer> allowedPorts,
    Set<String> localHosts,
    int requestsPerMinute) {

  public static final String FLAG = Keys.SECTION + "allow_network_access";
  public static final String DOMAINS = "tools.network.allowed_domains";
  public static final String BLOCKED = "tools.network.blocked_domains";
  public static final String PORTS = "tools.network.allowed_ports";
  public static final String LOCAL = "tools.network.allow_local_hosts";
  public static final String RATE = "tools.network.requests_per_minute";

  /** Copies the collections. */
  public NetworkRules {
    allowedDomains = List.copyOf(allowedDomains);
    blockedDomains = List.copyOf(blockedDomains);
    allowedPorts = Set.copyOf(allowedPorts);
    localHosts = Set.copyOf(localHosts);
  }
}
