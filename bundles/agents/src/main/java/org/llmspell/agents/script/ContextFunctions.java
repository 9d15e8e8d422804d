package org.llmspell.agents.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.component.ComponentId;
import org.llmspell.core.context.ContextIdentity;
import org.llmspell.core.context.ContextScope;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.context.Inheritance;
import org.llmspell.core.context.SecurityContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.security.SecurityLevel;

/** The functions of {@code Agent} for contexts and shared memory. */
final class ContextFunctions {
  private final Contexts contexts;
  private final ScriptSession session;

  ContextFunctions(Contexts contexts, ScriptSession session) {
    this.contexts = contexts;
    this.session = session;
  }

  Map<String, ScriptFunction> functions() {
    Map<String, ScriptFunction> functions = new LinkedHashMap<>();
    functions.put("create_context", args -> create(args.optionalTable(0, "config")));
    functions.put("create_child_context", this::child);
    functions.put("update_context", this::update);
    functions.put(
        "get_context_data",
        args -> contexts.get(args.text(0, "id")).get(args.text(1, "key")).orElse(null));
    functions.put(
        "remove_context",
        args -> {
          contexts.remove(args.text(0, "id"));
          return null;
        });
    functions.put("set_shared_memory", this::setShared);
    functions.put(
        "get_shared_memory",
        args ->
            session
                .context()
                .sharedMemory()
                .get(scope(args.get(0)), args.text(1, "key"))
                .orElse(null));
    return functions;
  }

  private String create(Map<String, @Nullable Object> config) {
    ExecutionContext base = contexts.base();
    ContextIdentity before = base.identity();
    var identity =
        new ContextIdentity(
            text(config, "conversation_id", before.conversationId()),
            text(config, "user_id", before.userId()),
            text(config, "session_id", before.sessionId()),
            security(config.get("security"), before.security()));
    ExecutionContext context =
        base.with(identity)
            .child(scope(config.get("scope")), inheritance(config.get("inheritance")));
    if (config.get("data") instanceof Map<?, ?> data) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      data.forEach((key, value) -> entries.put(String.valueOf(key), value));
      context = context.with(entries);
    }
    return contexts.add(context);
  }

  private static @Nullable String text(
      Map<String, @Nullable Object> config, String key, @Nullable String otherwise) {
    Object value = config.get(key);
    return value == null ? otherwise : value.toString();
  }

  /** A script can take rights away from a context, never add any. */
  private static @Nullable SecurityContext security(
      @Nullable Object given, @Nullable SecurityContext own) {
    if (!(given instanceof Map<?, ?> map)) {
      return own;
    }
    List<String> wanted =
        map.get("permissions") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of();
    SecurityLevel level = level(map.get("level"));
    if (own == null) {
      return new SecurityContext(wanted, level == null ? SecurityLevel.PRIVILEGED : level);
    }
    SecurityLevel lower = level == null || level.compareTo(own.level()) > 0 ? own.level() : level;
    List<String> granted = wanted.stream().filter(own.permissions()::contains).toList();
    return new SecurityContext(granted, lower, own.policy());
  }

  private static @Nullable SecurityLevel level(@Nullable Object name) {
    if (name == null) {
      return null;
    }
    try {
      return SecurityLevel.valueOf(name.toString().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw SpellException.validation(
          "security.level",
          "'security.level' is '%s' but must be safe, restricted or privileged".formatted(name));
    }
  }

  private Object child(ScriptArguments args) {
    ExecutionContext parent = contexts.get(args.text(0, "parent"));
    return contexts.add(parent.child(scope(args.get(1)), inheritance(args.get(2))));
  }

  private @Nullable Object update(ScriptArguments args) {
    String id = args.text(0, "id");
    String key = args.text(1, "key");
    ExecutionContext context = contexts.get(id);
    Object value = args.get(2);
    if (context.inheritance() == Inheritance.SHARE && value != null) {
      context.setShared(key, value);
    } else {
      contexts.put(id, context.with(key, value));
    }
    return null;
  }

  private @Nullable Object setShared(ScriptArguments args) {
    var memory = session.context().sharedMemory();
    ContextScope scope = scope(args.get(0));
    String key = args.text(1, "key");
    Object value = args.get(2);
    if (value == null) {
      memory.remove(scope, key);
    } else {
      memory.set(scope, key, value);
    }
    return null;
  }

  private static Inheritance inheritance(@Nullable Object name) {
    return switch (name == null ? "inherit" : name.toString()) {
      case "isolate" -> Inheritance.ISOLATE;
      case "copy" -> Inheritance.COPY;
      case "share" -> Inheritance.SHARE;
      default -> Inheritance.INHERIT;
    };
  }

  /** A scope table, or its name alone. */
  private static ContextScope scope(@Nullable Object given) {
    String type =
        switch (given) {
          case null -> "global";
          case Map<?, ?> map -> map.get("type") == null ? "global" : map.get("type").toString();
          default -> given.toString();
        };
    Object id = given instanceof Map<?, ?> map ? map.get("id") : null;
    if (!type.equals("global") && id == null) {
      throw SpellException.validation(
          "scope.id", "A scope of type '%s' needs an 'id'".formatted(type));
    }
    String name = String.valueOf(id);
    return switch (type) {
      case "global" -> new ContextScope.Global();
      case "session" -> new ContextScope.Session(name);
      case "workflow" -> new ContextScope.Workflow(name);
      case "agent" -> new ContextScope.Agent(ComponentId.fromName(name));
      case "user" -> new ContextScope.User(name);
      default ->
          throw SpellException.validation(
              "scope.type",
              "'scope.type' is '%s' but must be global, session, workflow, agent or user"
                  .formatted(type));
    };
  }
}
