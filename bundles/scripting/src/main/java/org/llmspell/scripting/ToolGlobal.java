package org.llmspell.scripting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.tool.ToolSchema;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The global {@code Tool}: finds and calls tools. {@code Tool.<name>} gives a tool too, or nil when
 * there is none of that name.
 */
@Component
public final class ToolGlobal implements ScriptGlobal {
  private final ToolRegistry registry;
  private final ToolInvoker invoker;

  /** The global over the tools that are registered. */
  @Activate
  public ToolGlobal(@Reference ToolRegistry registry, @Reference ToolInvoker invoker) {
    this.registry = registry;
    this.invoker = invoker;
  }

  @Override
  public List<String> names() {
    return List.of("Tool");
  }

  @Override
  public Object open(ScriptSession session) {
    return new Tools(session, new ToolCalls(invoker, session));
  }

  /** The global of one script. */
  private final class Tools implements ScriptObject {
    private final ScriptSession session;
    private final ToolCalls calls;

    Tools(ScriptSession session, ToolCalls calls) {
      this.session = session;
      this.calls = calls;
    }

    @Override
    public Map<String, Object> members() {
      Map<String, Object> members = new LinkedHashMap<>();
      put(members, "list", _ -> registry.list().stream().map(ToolGlobal::brief).toList());
      put(members, "get", args -> get(args.text(0, "name")));
      put(members, "getByName", args -> get(args.text(0, "name")));
      put(members, "create", args -> get(args.text(0, "name")));
      put(members, "invoke", this::invoke);
      put(members, "executeAsync", this::invoke);
      put(members, "exists", args -> registry.find(args.text(0, "name")).isPresent());
      put(members, "categories", _ -> categories());
      put(members, "discover", args -> discover(args.optionalTable(0, "filter")));
      return members;
    }

    private static void put(Map<String, Object> members, String name, ScriptFunction function) {
      members.put(name, function);
    }

    /** {@code Tool.<name>}. */
    @Override
    public @Nullable Object find(String name) {
      return registry.find(name).map(tool -> (ScriptObject) () -> handle(tool, false)).orElse(null);
    }

    private @Nullable Object get(String name) {
      return registry.find(name).map(tool -> (ScriptObject) () -> handle(tool, true)).orElse(null);
    }

    private Map<String, Object> handle(ToolInfo tool, boolean full) {
      Map<String, Object> members = new LinkedHashMap<>(brief(tool));
      if (full) {
        members.put("schema", schema(tool));
      }
      put(members, "execute", args -> calls.call(tool.name(), args.get(0)));
      put(members, "getSchema", _ -> schema(tool));
      return members;
    }

    private Map<String, Object> schema(ToolInfo tool) {
      return describe(tool, registry.schema(tool.name()));
    }

    private @Nullable Object invoke(ScriptArguments args) {
      return calls.call(args.text(0, "name"), args.get(1));
    }

    private List<String> categories() {
      return registry.list().stream().map(ToolInfo::category).distinct().sorted().toList();
    }

    private List<Object> discover(Map<String, @Nullable Object> filter) {
      Object category = filter.get("category");
      String tag = filter.get("tag") instanceof String text ? text : "";
      return registry.list().stream()
          .filter(tool -> category == null || tool.category().equals(category))
          .filter(tool ->
              tool.description().toLowerCase(Locale.ROOT).contains(tag.toLowerCase(Locale.ROOT)))
          .<Object>map(tool -> {
            Map<String, Object> entry = new LinkedHashMap<>(brief(tool));
            entry.put("category", tool.category());
            return entry;
          })
          .toList();
    }

    @Override
    public String toString() {
      return "Tool of " + session.language();
    }
  }

  private static Map<String, Object> brief(ToolInfo tool) {
    return Map.of(
        "name", tool.name(),
        "description", tool.description(),
        "version", tool.version().toString());
  }

  private static Map<String, Object> describe(ToolInfo tool, ToolSchema schema) {
    List<Object> parameters =
        schema.parameters().stream()
            .<Object>map(p -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("name", p.name());
              entry.put("type", p.type().schemaName());
              entry.put("description", p.description());
              entry.put("required", p.required());
              if (p.defaultValue() != null) {
                entry.put("default", Objects.requireNonNull(p.defaultValue()));
              }
              return entry;
            })
            .toList();
    return Map.of(
        "name", schema.name(), "description", tool.description(), "parameters", parameters);
  }
}
