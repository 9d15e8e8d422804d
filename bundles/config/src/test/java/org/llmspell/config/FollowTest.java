package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.config.ContainerSettings.Following;
import org.llmspell.core.config.Settings;
import org.llmspell.core.config.SettingsSource;
import org.llmspell.core.event.BusStatistics;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventHandler;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.OptionalEvents;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;

/** A container that follows its files. */
@Timeout(60)
class FollowTest {
  private static final String DEFAULTS = "7 0.5 [] red";

  @TempDir Path folder;
  private TestContainer container;
  private Following following = () -> {};
  private final BlockingQueue<UniversalEvent> events = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() {
    container = TestContainer.start(folder);
    container.register(EventBus.class, new Bus(events));
  }

  @AfterEach
  void stop() {
    following.close();
    container.close();
  }

  private void follow(Map<String, String> environment) {
    var source = new SettingsSource(Optional.empty(), folder, environment, List.of());
    container.settings().apply(container.loader().load(source, _ -> {}));
    following = container.settings().follow(source);
  }

  private void follow() {
    follow(Map.of("HOME", folder.toString()));
  }

  /** As editors do: a new file in place of the old one. */
  private void write(String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("new"), text);
    Files.move(
        fresh,
        folder.resolve("llmspell.toml"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private UniversalEvent next() throws InterruptedException {
    UniversalEvent event = events.poll(30, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event; settings are " + container.settings().current());
    }
    return event;
  }

  private static Map<?, ?> data(UniversalEvent event) {
    return event.data() instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String sample(String setting) {
    return "[bundles.\"org.example.sample\"]\n" + setting + "\n";
  }

  @Test
  void takesOverAFileThatAppearsChangesAndGoes() throws Exception {
    follow();

    write(sample("max_items = 9"));
    UniversalEvent appeared = next();
    assertThat(appeared.type()).isEqualTo("config.changed");
    assertThat(data(appeared).get("keys"))
        .isEqualTo(List.of("bundles.\"org.example.sample\".max_items"));
    assertThat(container.sample().get()).isEqualTo("9 0.5 [] red");

    write(sample("max_items = 10\nshare = 2.0"));
    assertThat(data(next()).get("changes"))
        .asString()
        .contains("old=9, new=10", "old=null, new=2.0");
    assertThat(container.sample().get()).isEqualTo("10 2.0 [] red");

    Files.delete(folder.resolve("llmspell.toml"));
    next();
    assertThat(container.sample().get()).isEqualTo(DEFAULTS);
  }

  @Test
  void refusesABadFileAsAWholeAndTakesTheNextGoodOne() throws Exception {
    write(sample("max_items = 9"));
    follow();
    Settings good = container.settings().current();

    write(sample("share = 0.1\nmax_items = 1000"));
    UniversalEvent refused = next();
    assertThat(refused.type()).isEqualTo("config.refused");
    assertThat(data(refused).get("reason"))
        .asString()
        .contains("max_items' is '1000'", "at most 100", "llmspell.toml, line 3, column 13");
    assertThat(container.settings().current()).isSameAs(good);
    assertThat(container.sample().get()).isEqualTo("9 0.5 [] red");

    write("[bundles\n");
    assertThat(data(next()).get("reason")).asString().contains("line 1, column 9");

    write(sample("colour = 'green'"));
    assertThat(next().type()).isEqualTo("config.changed");
    assertThat(container.sample().get()).isEqualTo("7 0.5 [] green");
  }

  @Test
  void letsAHookRefuseAChange() throws Exception {
    var asked = new AtomicReference<Map<String, @Nullable Object>>(Map.of());
    container.register(HookExecutor.class, new Refusing(asked));
    follow();

    write("[providers.mine]\napi_key = 'sk-secret'\n");

    assertThat(data(next()).get("reason")).asString().contains("api_key", "not today");
    assertThat(asked.get())
        .containsEntry("key", "providers.mine.api_key")
        .containsEntry("new", "<REDACTED>");
    assertThat(container.settings().current().values()).isEmpty();
  }

  @Test
  void changesTheLevelOfTheLogAndBack() throws Exception {
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    follow();

    write("[debug]\nlevel = 'error'\n");
    next();
    assertThat(root.getLevel()).isEqualTo(Level.SEVERE);

    Files.delete(folder.resolve("llmspell.toml"));
    next();
    assertThat(root.getLevel()).isEqualTo(before);
  }

  @Test
  void followsTheFileThatIsNamed() throws Exception {
    Path named = Files.writeString(folder.resolve("mine.toml"), sample("max_items = 1"));
    follow(Map.of("HOME", folder.toString(), "LLMSPELL_CONFIG", named.toString()));

    Files.writeString(named, sample("max_items = 22"));

    next();
    assertThat(container.sample().get()).isEqualTo("22 0.5 [] red");
  }

  @Test
  void stopsWhenClosed() throws Exception {
    follow();
    following.close();

    write(sample("max_items = 9"));

    assertThat(events.poll(1, TimeUnit.SECONDS)).isNull();
    assertThat(container.sample().get()).isEqualTo(DEFAULTS);
  }

  /** Cancels each change. */
  private record Refusing(AtomicReference<Map<String, @Nullable Object>> asked)
      implements HookExecutor {
    @Override
    public boolean isActive(HookPoint point) {
      return point == StandardPoint.CONFIGURATION_CHANGE;
    }

    @Override
    public HookOutcome fire(HookContext context) {
      asked.set(context.data());
      return new HookOutcome(false, null, List.of(new HookResult.Cancel("not today")));
    }
  }

  /** Only takes events. */
  private record Bus(BlockingQueue<UniversalEvent> events) implements EventBus {
    @Override
    public void publish(String type, @Nullable Object data) {
      events.add(UniversalEvent.builder(type).data(data).build());
    }

    @Override
    public UniversalEvent publish(UniversalEvent event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventSubscription subscribe(
        List<String> patterns, EventHandler handler, SubscribeOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventSubscription subscribe(
        List<String> patterns, SubscribeOptions options, Runnable available) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<EventSubscription> subscriptions() {
      return List.of();
    }

    @Override
    public BusStatistics statistics() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasSubscribers(String type) {
      return true;
    }

    @Override
    public long generation() {
      return 0;
    }

    @Override
    public boolean wants(OptionalEvents sort) {
      return false;
    }
  }
}
