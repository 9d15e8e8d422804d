package org.llmspell.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Handover;
import org.llmspell.core.plugin.PluginManager.Progress;
import org.llmspell.core.plugin.SelfTest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Uses the services that a plugin offers to the plugin manager. */
final class PluginServices {
  private final BundleContext context;
  private final Duration limit;

  PluginServices(BundleContext context, Duration limit) {
    this.context = context;
    this.limit = limit;
  }

  /** Work with a service of a plugin. */
  private interface Use<S, T> {
    T with(S service) throws Exception;
  }

  /** Runs the self-tests of a plugin; together they have the time limit. */
  void selfTest(Bundle bundle, Progress progress) throws InterruptedException {
    List<ServiceReference<SelfTest>> tests = services(bundle, SelfTest.class);
    if (tests.isEmpty()) {
      return;
    }
    progress.step("testing itself");
    long end = System.nanoTime() + limit.toNanos();
    for (var test : tests) {
      Duration rest = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      use(
          test,
          "its self-test",
          rest,
          service -> {
            service.run();
            return true;
          });
    }
  }

  /** Gives the state of one version to another, when both have a {@link Handover}. */
  void handOver(Bundle from, Bundle to, Progress progress) throws InterruptedException {
    var source = services(from, Handover.class);
    var target = services(to, Handover.class);
    if (source.isEmpty()) {
      return;
    }
    if (target.isEmpty()) {
      progress.step("warning: this version takes no state over, so that of the old one is lost");
      return;
    }
    progress.step("handing the state over");
    Map<String, @Nullable Object> state =
        use(
            source.getFirst(),
            "taking the state of version " + from.getVersion(),
            limit,
            service -> PlainCopy.of(service.snapshot()));
    use(
        target.getFirst(),
        "restoring the state",
        limit,
        service -> {
          service.restore(state);
          return true;
        });
  }

  private <S, T> T use(ServiceReference<S> reference, String what, Duration limit, Use<S, T> use)
      throws InterruptedException {
    S service = context.getService(reference);
    if (service == null) {
      throw SpellException.tool(null, what + " failed: its component can not be activated", null);
    }
    try {
      return Limited.call(what, limit, () -> use.with(service));
    } finally {
      context.ungetService(reference);
    }
  }

  /** The services of a type that a bundle has registered, highest ranking first. */
  private static <S> List<ServiceReference<S>> services(Bundle bundle, Class<S> type) {
    ServiceReference<?>[] all = bundle.getRegisteredServices();
    List<ServiceReference<S>> found = new ArrayList<>();
    for (ServiceReference<?> reference : all == null ? new ServiceReference<?>[0] : all) {
      if (reference.getProperty(Constants.OBJECTCLASS) instanceof String[] names
          && Arrays.asList(names).contains(type.getName())) {
        @SuppressWarnings("unchecked") // it says so itself
        var typed = (ServiceReference<S>) reference;
        found.add(typed);
      }
    }
    found.sort(java.util.Comparator.reverseOrder());
    return found;
  }
}
