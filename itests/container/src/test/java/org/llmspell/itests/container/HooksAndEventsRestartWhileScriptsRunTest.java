package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookRegistry;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.script.ScriptRunner;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** The bundles of hooks and of events are stopped and started while scripts use them. */
@RunWith(PaxExam.class)
public class HooksAndEventsRestartWhileScriptsRunTest {
  private static final int SCRIPTS = 3;
  private static final int ROUNDS = 5;

  /** Uses what is there; without the bundle of a global the global is nil. */
  private static final String SCRIPT =
      """
      local function try(what, ...)
        local ok, result = pcall(what, ...)
        if not ok and not tostring(result):find("stopped; run the script again", 1, true) then
          error(result, 0)
        end
        return ok and result or nil
      end
      local hook = Hook and try(Hook.register, "AfterToolExecution", function(context)
        context.data.seen = true
        return {type = "modified", data = context.data}
      end)
      local subscription = Event and try(Event.subscribe, "restart.*")
      for i = 1, 20 do
        local answer = Tool.invoke("greeter", {name = "Ada"})
        if not answer.success then error("a call failed: " .. tostring(answer.error)) end
        if Event then try(Event.publish, "restart.step", {number = i}) end
      end
      if hook then Hook.unregister(hook) end
      if subscription then try(Event.receive, subscription, 0) end
      return (hook and "hooks " or "") .. (subscription and "events" or "")
      """;

  @Inject private BundleContext context;
  @Inject private ToolInvoker invoker;
  @Inject private ScriptRunner scripts;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void andNoCallFails() throws Exception {
    Bundle greeter = context.installBundle(Plugins.greeter(1).toUri().toString());
    greeter.start();
    try (var calls = VisitedLoad.start(invoker);
        var clients = new Clients(scripts)) {
      clients.await("hooks events");
      for (int round = 0; round < ROUNDS; round++) {
        Bundle hooks = bundle("org.llmspell.hooks");
        hooks.stop();
        calls.await(200);
        clients.await("events");
        hooks.start();
        clients.await("hooks events");
        calls.await(200);

        Bundle events = bundle("org.llmspell.events");
        events.stop();
        calls.await(200);
        clients.await("hooks ");
        events.start();
        clients.await("hooks events");
        calls.await(200);
      }
      assertThat(calls.problems()).isEmpty();
      assertThat(clients.problems()).isEmpty();
      System.out.printf(
          "%d calls and %d scripts during %d restarts%n",
          calls.calls(), clients.ended(), 2 * ROUNDS);
    }
    nothingIsLeft();
    greeter.uninstall();
  }

  private void nothingIsLeft() throws InterruptedException {
    ServiceTracker<HookRegistry, HookRegistry> hooks =
        new ServiceTracker<>(context, HookRegistry.class, null);
    ServiceTracker<EventBus, EventBus> bus = new ServiceTracker<>(context, EventBus.class, null);
    hooks.open();
    bus.open();
    assertThat(hooks.waitForService(10_000).list(hook -> true)).isEmpty();
    assertThat(bus.waitForService(10_000).subscriptions())
        .allSatisfy(s -> assertThat(s.patterns()).doesNotContain("restart.*"));
    hooks.close();
    bus.close();
  }

  private Bundle bundle(String name) {
    return Arrays.stream(context.getBundles())
        .filter(b -> name.equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  /** Threads that run the script over and over. */
  private static final class Clients implements AutoCloseable {
    private final ScriptRunner scripts;
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final AtomicLong ended = new AtomicLong();
    private volatile String last = "";
    private volatile boolean stopped;

    Clients(ScriptRunner scripts) {
      this.scripts = scripts;
      runOnce(); // the bundle of the tests imports packages as it needs them
      for (int i = 0; i < SCRIPTS; i++) {
        threads.add(Thread.ofPlatform().name("client-" + i).start(this::run));
      }
    }

    private void run() {
      while (!stopped) {
        runOnce();
      }
    }

    private void runOnce() {
      try {
        last = String.valueOf(Scripts.run(scripts, SCRIPT));
        ended.incrementAndGet();
      } catch (RuntimeException | LinkageError e) {
        problems.add(e.toString());
      }
    }

    long ended() {
      return ended.get();
    }

    List<String> problems() {
      return problems;
    }

    /** Waits until scripts that begin now end in a way. */
    void await(String way) {
      long goal = ended.get() + SCRIPTS;
      Await.until(
          () -> "scripts end with '%s', now '%s'; problems %s".formatted(way, last, problems),
          () -> ended.get() >= goal && last.equals(way));
    }

    @Override
    public void close() {
      stopped = true;
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
