package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.script.ScriptSession;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;

@RunWith(PaxExam.class)
public class AScriptLivesThroughUpgradeAndRollbackTest {
  private static final String SCRIPT =
      """
      local seen, failed = {}, 0
      repeat
        local answer = Tool.invoke("greeter", {name = "Ada"})
        if answer.success then
          local version = answer.result.version
          if seen[#seen] ~= version then table.insert(seen, version) end
        else
          failed = failed + 1
        end
      until not Test.go_on(seen[#seen])
      return {seen = table.concat(seen, " "), failed = failed}
      """;

  @Inject private BundleContext context;
  @Inject private ScriptRunner scripts;
  @Inject private PluginManager plugins;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicReference<Object> version = new AtomicReference<>();

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void andNoCallFails() throws Exception {
    context.registerService(ScriptGlobal.class, new TestGlobal(), null);
    plugins.install(Plugins.greeter(1), step -> {});

    var script = new FutureTask<>(() -> Scripts.run(scripts, SCRIPT));
    Thread.ofPlatform().start(script);
    sees("1.0.0");
    plugins.upgrade(Plugins.greeter(2), UpgradeOptions.DEFAULT, step -> {});
    sees("2.0.0");
    plugins.rollback("org.example.greeter", step -> {});
    sees("1.0.0");
    stop.set(true);

    assertThat(script.get()).isEqualTo(Map.of("seen", "1.0.0 2.0.0 1.0.0", "failed", 0L));
  }

  private void sees(String wanted) {
    Await.until("the script sees " + wanted, () -> wanted.equals(version.get()));
    long goal = calls.get() + 1_000;
    Await.until("the script goes on", () -> calls.get() >= goal);
  }

  private final class TestGlobal implements ScriptGlobal {
    @Override
    public List<String> names() {
      return List.of("Test");
    }

    @Override
    public Object open(ScriptSession session) {
      ScriptFunction goOn =
          arguments -> {
            version.set(arguments.get(0));
            calls.incrementAndGet();
            return !stop.get();
          };
      return (ScriptObject) () -> Map.of("go_on", goOn);
    }
  }
}
