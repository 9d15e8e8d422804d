package org.llmspell.console;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.llmspell.core.command.Command;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * The commands that are registered now. Knows their command lines from their properties and loads
 * none. Safe to share between threads.
 */
final class Catalog {

  /** A command and how to get at it. */
  record Entry(Syntax syntax, Source source) {}

  /** Where a command is loaded from when it is run. */
  interface Source {
    /** The command; empty when it can not be had. */
    Optional<Command> get();

    /** To be called when a command that was got is not needed any more. */
    void release();
  }

  private record Service(BundleContext context, ServiceReference<Command> reference)
      implements Source {

    @Override
    public Optional<Command> get() {
      return Optional.ofNullable(context.getService(reference));
    }

    @Override
    public void release() {
      context.ungetService(reference);
    }
  }

  private final BundleContext context;

  /** In rising order of ranking. */
  private final Map<ServiceReference<?>, Entry> entries = new ConcurrentSkipListMap<>();

  Catalog(BundleContext context) {
    this.context = context;
  }

  void add(ServiceReference<Command> reference, Map<String, Object> properties) {
    entries.put(reference, new Entry(Syntax.of(properties), new Service(context, reference)));
  }

  void remove(ServiceReference<Command> reference) {
    entries.remove(reference);
  }

  /** The commands by name; of several with one name, the one of the highest ranking. */
  Map<String, Entry> byName() {
    Map<String, Entry> names = new TreeMap<>();
    entries.values().forEach(entry -> names.put(entry.syntax.name(), entry));
    return names;
  }
}
