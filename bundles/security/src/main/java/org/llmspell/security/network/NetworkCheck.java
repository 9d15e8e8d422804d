package org.llmspell.security.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.NetworkTarget;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.NetworkRules;
import org.llmspell.security.policy.Rules;
import org.llmspell.security.policy.RunPolicy;

/** Decides whether a host may be connected to, and by which addresses. */
final class NetworkCheck {
  private static final String RULE = "network_access";
  private static final Set<Integer> BLOCKED_PORTS =
      Set.of(
          22, 23, 25, 110, 135, 139, 445, 1433, 3306, 3389, 5432, 5900, 6379, 8020, 9200, 11211,
          27017);
  private static final List<String> BLOCKED_HOSTS =
      List.of("localhost", "metadata.google.internal");

  private final RunPolicy policy;
  private final Decisions decisions;
  private final Resolver resolver;
  private final RateLimits rates;
  private final Set<String> trusted;

  NetworkCheck(
      RunPolicy policy,
      Decisions decisions,
      Resolver resolver,
      RateLimits rates,
      Set<String> trusted) {
    this.policy = policy;
    this.decisions = decisions;
    this.resolver = resolver;
    this.rates = rates;
    this.trusted = trusted;
  }

  NetworkCheck trusting(Set<String> hosts) {
    return new NetworkCheck(policy, decisions, resolver, rates, hosts);
  }

  /** A host for whatever protocol. */
  NetworkTarget target(String name, int port) throws IOException {
    if (port < 1 || port > 65535) {
      throw SpellException.validation("port", "Port %d is not between 1 and 65535".formatted(port));
    }
    try {
      return target("connect", Host.of(name), port);
    } catch (Host.NoHost e) {
      throw SpellException.validation(
          "host", "'%s' is no host: %s".formatted(name, e.getMessage()));
    }
  }

  /** A host for a request. */
  NetworkTarget target(String action, Host host, int port) throws IOException {
    List<NetworkRules> all =
        Stream.concat(Stream.of(policy.rules()), policy.bound().stream())
            .map(Rules::network)
            .toList();
    boolean exempt = true;
    for (NetworkRules rules : all) {
      exempt &= isExempt(host, rules);
      checkDomain(action, host, rules);
    }
    exempt |= trusted.contains(host.name());
    if (!exempt) {
      checkPort(action, host, port, all);
      rates.count(
          host.name(), all.stream().mapToInt(NetworkRules::requestsPerMinute).min().orElse(1));
    }
    List<InetAddress> addresses = addresses(host);
    if (!exempt) {
      addresses.forEach(address -> checkAddress(action, host, address));
    }
    decisions.allow(RULE, action, host.name() + ":" + port);
    return new NetworkTarget(host.name(), port, addresses);
  }

  /** {@code *} lets every host through; a container that says nothing of it has that. */
  private static boolean isExempt(Host host, NetworkRules rules) {
    return rules.localHosts().contains("*") || isNamed(host, rules);
  }

  private static boolean isNamed(Host host, NetworkRules rules) {
    return rules.localHosts().contains(host.name())
        || rules.localHosts().contains("[" + host.name() + "]");
  }

  private void checkDomain(String action, Host host, NetworkRules rules) {
    if (!rules.enabled()) {
      throw denied(action, host, "Network access is off; %s = true turns it on", NetworkRules.FLAG);
    }
    if (rules.blockedDomains().stream().anyMatch(host::isWithin)) {
      throw denied(action, host, "Domain in blocked list (%s)", NetworkRules.BLOCKED);
    }
    if (rules.allowedDomains().stream().noneMatch(host::isWithin) && !isNamed(host, rules)) {
      throw denied(action, host, "Domain not in allowed list (%s)", NetworkRules.DOMAINS);
    }
  }

  private void checkPort(String action, Host host, int port, List<NetworkRules> all) {
    boolean listed = all.stream().anyMatch(rules -> !rules.allowedPorts().isEmpty());
    boolean allowed =
        listed
            ? all.stream()
                .allMatch(
                    rules -> rules.allowedPorts().isEmpty() || rules.allowedPorts().contains(port))
            : !BLOCKED_PORTS.contains(port);
    if (!allowed) {
      throw refused(action, host, "Blocked port %d".formatted(port));
    }
    if (BLOCKED_HOSTS.stream().anyMatch(host::isWithin)) {
      throw refused(action, host, "Blocked host '%s'".formatted(host.name()));
    }
  }

  private List<InetAddress> addresses(Host host) throws IOException {
    Optional<InetAddress> literal = host.address();
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    try {
      List<InetAddress> found = resolver.resolve(host.name());
      if (found.isEmpty()) {
        throw new UnknownHostException(host.name());
      }
      return found;
    } catch (UnknownHostException e) {
      throw (IOException)
          new UnknownHostException("The host '%s' is not known".formatted(host.name()))
              .initCause(e);
    }
  }

  /** One bad address refuses the host: which one would be used is up to the network. */
  private void checkAddress(String action, Host host, InetAddress address) {
    AddressRules.blocked(address)
        .ifPresent(what -> {
          throw refused(
              action,
              host,
              "Blocked IP address %s (%s) of host '%s'"
                  .formatted(address.getHostAddress(), what, host.name()));
        });
  }

  private SpellException denied(String action, Host host, String reason, String setting) {
    return decisions.deny(
        RULE,
        action,
        host.name(),
        "Network access violation: %s to '%s' - %s"
            .formatted(action, host.name(), reason.formatted(setting)));
  }

  private SpellException refused(String action, Host host, String reason) {
    return decisions.deny(
        RULE,
        action,
        host.name(),
        "URL validation failed: %s; hosts in %s are let through"
            .formatted(reason, NetworkRules.LOCAL));
  }

  /** A redirect from https to http. */
  SpellException downgrade(Host host) {
    return decisions.deny(
        RULE,
        "redirect",
        host.name(),
        "URL validation failed: Protocol downgrade: '%s' was reached by https and redirects to http"
            .formatted(host.name()));
  }
}
