package org.llmspell.security.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.llmspell.core.security.guard.GuardedNetwork;
import org.llmspell.security.policy.Policies;

/** A guard of the network whose names are ours. */
final class Net implements Resolver {
  final Map<String, List<InetAddress>> names = new LinkedHashMap<>();
  final List<String> asked = new ArrayList<>();
  final AtomicLong clock = new AtomicLong();
  final Policies.Recorded audit = new Policies.Recorded();

  Net name(String name, String... addresses) {
    names.put(name, List.of(addresses).stream().map(Net::address).toList());
    return this;
  }

  static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  @Override
  public List<InetAddress> resolve(String name) throws UnknownHostException {
    asked.add(name);
    List<InetAddress> known = names.get(name);
    if (known == null) {
      throw new UnknownHostException(name);
    }
    return known;
  }

  GuardedNetwork with(Object... settings) {
    var policies = Policies.container(Path.of(""));
    var context = Policies.run(policies, Path.of(""), Map.of(), settings);
    return new NetworkGuardService(policies, audit, this, clock::get, null).in(context);
  }
}
