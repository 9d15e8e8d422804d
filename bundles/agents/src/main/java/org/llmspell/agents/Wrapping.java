package org.llmspell.agents;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** The agents that are tools, as services, so that the pipeline finds them like any tool. */
final class Wrapping {
  private static final System.Logger LOG = System.getLogger("llmspell.agents");

  /** Registers a tool; what it gives takes the tool away again. */
  interface Registrar {
    /** Registers. */
    Runnable register(Tool tool, Map<String, Object> properties);
  }

  private record Wrapped(String agent, String tool, Runnable unregister) {}

  private final Registrar registrar;
  private final List<Wrapped> wrapped = new ArrayList<>();

  Wrapping(Registrar registrar) {
    this.registrar = registrar;
  }

  static Registrar services(BundleContext context) {
    return (tool, properties) -> {
      var registration =
          context.registerService(Tool.class, tool, FrameworkUtil.asDictionary(properties));
      return () -> {
        try {
          registration.unregister();
        } catch (IllegalStateException e) {
          LOG.log(Level.DEBUG, "The stop of the bundle has taken the tool away already", e);
        }
      };
    };
  }

  void wrap(String agent, WrappedAgent tool) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(ToolSpec.PREFIX_ + "name", tool.metadata().name());
    properties.put(ToolSpec.PREFIX_ + "description", tool.metadata().description());
    properties.put(ToolSpec.PREFIX_ + "category", tool.category());
    properties.put(ToolSpec.PREFIX_ + "level", tool.securityLevel().name());
    properties.put(ToolSpec.PREFIX_ + "version", "1.0.0");
    Runnable unregister = registrar.register(tool, properties);
    synchronized (wrapped) {
      wrapped.add(new Wrapped(agent, tool.metadata().name(), unregister));
    }
  }

  void unwrap(String agent) {
    List<Wrapped> gone;
    synchronized (wrapped) {
      gone = wrapped.stream().filter(w -> w.agent().equals(agent)).toList();
      wrapped.removeAll(gone);
    }
    gone.forEach(w -> w.unregister().run());
  }

  /** The agent that a tool wraps. */
  Optional<String> agentOf(String tool) {
    String folded = Names.fold(tool);
    synchronized (wrapped) {
      return wrapped.stream()
          .filter(w -> Names.fold(w.tool()).equals(folded))
          .map(Wrapped::agent)
          .findFirst();
    }
  }
}
