package org.llmspell.config;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;

/** The functions of {@code Config} for one script. */
final class ConfigFunctions {
  private static final int TRAIL = 100;

  private final ConfigView view;
  private final ConfigEditor editor;
  private final ConfiguredContainer container;
  private final ConfigSnapshots snapshots;
  private final ConfigTrail trail;
  private final InstantSource clock;

  ConfigFunctions(
      ConfigView view,
      ConfigEditor editor,
      ConfiguredContainer container,
      ConfigSnapshots snapshots,
      ConfigTrail trail,
      InstantSource clock) {
    this.view = view;
    this.editor = editor;
    this.container = container;
    this.snapshots = snapshots;
    this.trail = trail;
    this.clock = clock;
  }

  Map<String, ScriptFunction> members() {
    Map<String, ScriptFunction> members = new LinkedHashMap<>();
    members.put("get", _ -> view.all());
    members.put("toJson", _ -> view.all());
    members.put("getDefaultEngine", _ -> find("default_engine").orElse("lua"));
    members.put("getProvider", args -> provider(args.text(0, "name")).orElse(null));
    members.put("listProviders", _ -> providers());
    members.put("getSecurity", _ -> find("runtime", "security").orElse(Map.of()));
    members.put("getTools", _ -> find("tools").orElse(Map.of()));
    members.put("getSection", args -> view.find(KeyPath.parse(args.text(0, "name"))).orElse(null));
    members.put("isFileAccessAllowed", _ -> allowed("allow_file_access", false));
    members.put("isNetworkAccessAllowed", _ -> allowed("allow_network_access", true));
    members.put("getPermissions", _ -> view.permissions().toPlain());
    members.put("addAllowedPath", doing(args -> editor.addAllowedPath(args.text(0, "path"))));
    members.put(
        "setProvider",
        doing(args -> editor.setProvider(args.text(0, "name"), args.table(1, "config"))));
    members.put("setSecurity", doing(args -> editor.setSecurity(args.table(0, "config"))));
    members.put("snapshot", doing(_ -> snapshots.keep(now(), container.runtime())));
    members.put("listSnapshots", _ -> snapshots.seconds());
    members.put("restoreSnapshot", doing(this::restore));
    members.put("getAuditTrail", this::trail);
    return members;
  }

  /** What a function without a result does. */
  private interface Action {
    void run(ScriptArguments arguments);
  }

  private static ScriptFunction doing(Action action) {
    return args -> {
      action.run(args);
      return null;
    };
  }

  private Optional<Object> find(String... path) {
    return view.find(List.of(path));
  }

  private boolean allowed(String name, boolean byDefault) {
    return find("runtime", "security", name).map(Boolean.TRUE::equals).orElse(byDefault);
  }

  private Optional<Object> provider(String name) {
    return ConfigView.isProviderSetting(name)
        ? Optional.empty()
        : find("providers", name).or(() -> find("providers", "providers", name));
  }

  private List<String> providers() {
    Map<String, @Nullable Object> all = view.all();
    return ValidateCommand.providers(new Settings(all));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private void restore(ScriptArguments args) {
    long second =
        args.optionalNumber(0, "timestamp")
            .map(Double::longValue)
            .orElseThrow(() ->
                SpellException.validation(
                    "timestamp", "Config.restoreSnapshot needs the time of a snapshot"));
    editor.require(view.permissions().modifyRuntime(), "modify_runtime", List.of("runtime"), null);
    editor.restore(
        snapshots
            .find(second)
            .orElseThrow(() ->
                SpellException.configuration(
                    "Snapshot not found: %d; there are %s".formatted(second, snapshots.seconds()),
                    null)));
  }

  private List<Map<String, @Nullable Object>> trail(ScriptArguments args) {
    return trail.newest(args.optionalNumber(0, "limit").map(Double::intValue).orElse(TRAIL));
  }
}
