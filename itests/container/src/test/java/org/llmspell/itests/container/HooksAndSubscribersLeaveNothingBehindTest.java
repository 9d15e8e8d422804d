package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookRegistry;
import org.llmspell.core.runtime.ToolInvoker;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleWiring;

/** Installs and uninstalls a bundle with a hook and subscribers many times, and uses both. */
@RunWith(PaxExam.class)
public class HooksAndSubscribersLeaveNothingBehindTest {
  @Inject private BundleContext context;
  @Inject private ToolInvoker invoker;
  @Inject private EventBus bus;
  @Inject private HookRegistry hooks;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void afterOneHundredRounds() throws Exception {
    comeAndGo(100);
  }

  @Test
  @Category(Stress.class)
  public void afterOneThousandRounds() throws Exception {
    comeAndGo(1_000);
  }

  private void comeAndGo(int rounds) throws Exception {
    Bundle greeter = context.installBundle(Plugins.greeter(1).toUri().toString());
    greeter.start();
    var answers = new AtomicLong();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    try (var _ = bus.subscribe("visitor.pong", event -> answers.incrementAndGet())) {
      greet();
      String before = counts();
      Set<Thread> threads = threads();
      long start = System.nanoTime();

      for (int round = 1; round <= rounds; round++) {
        loaders.add(visit(answers, round));
      }

      long millis = (System.nanoTime() - start) / 1_000_000;
      Await.until(
          () -> "all class loaders are gone; left: " + left(loaders),
          () -> {
            System.gc();
            return left(loaders) == 0;
          });
      // What takes part in calls and what runs new hooks goes some seconds after the last hook.
      Await.until(
          () -> "all is as before: %s; now: %s".formatted(before, safeCounts()),
          () -> counts().equals(before));
      Await.until(() -> "no thread is left: " + more(threads), () -> more(threads).isEmpty());
      assertThat(hooks.statistics().hooks()).isEmpty();
      System.out.printf("%d rounds in %d ms leave nothing behind: %s%n", rounds, millis, before);
    }
    greeter.uninstall();
  }

  /** One life of the bundle: its hook runs as a new one and as a proven one. */
  private WeakReference<ClassLoader> visit(AtomicLong answers, int round) throws Exception {
    Bundle visitor = context.installBundle(Plugins.visitor().toUri().toString());
    visitor.start();
    for (int call = 0; call < 20; call++) {
      assertThat(greet()).containsKey("visit_ended");
    }
    long goal = answers.get() + 1;
    bus.publish("visitor.ping", (long) round);
    bus.publish("visitor.hello", (long) round);
    Await.until("it answers", () -> answers.get() >= goal);
    var loader = new WeakReference<>(visitor.adapt(BundleWiring.class).getClassLoader());
    visitor.uninstall();
    return loader;
  }

  @SuppressWarnings("unchecked")
  private Map<Object, Object> greet() {
    return (Map<Object, Object>)
        invoker.invoke("greeter", Map.of("name", "Ada"), ExecutionContext.create()).data();
  }

  private static long left(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }

  private String counts() throws InvalidSyntaxException {
    return "bundles %d, services %d, subscriptions %d, hooks %d"
        .formatted(
            context.getBundles().length,
            context.getAllServiceReferences(null, null).length,
            bus.subscriptions().size(),
            hooks.list(hook -> true).size());
  }

  private String safeCounts() {
    try {
      return counts();
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** All but the ones that the JDK runs virtual threads with, and the one that watches hooks. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool-1-worker-"))
        .filter(thread -> !thread.getName().startsWith("VirtualThread-unparker"))
        .filter(thread -> !thread.getName().equals("llmspell-hook-watch"))
        .collect(Collectors.toSet());
  }

  private static Set<Thread> more(Set<Thread> before) {
    Set<Thread> now = threads();
    now.removeAll(before);
    return now;
  }
}
