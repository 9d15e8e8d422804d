package org.llmspell.console;

import java.util.Map;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.config.ContainerSettings;
import org.llmspell.core.config.SettingsLoader;
import org.llmspell.core.security.guard.SecretRedactor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Collects the commands that are registered, and runs them. */
@Component
public final class CommandService implements CommandRunner {
  private final Catalog catalog;
  private final Dispatcher dispatcher;

  /** Without commands; they are found. */
  @Activate
  public CommandService(
      BundleContext context,
      @Reference SettingsLoader settings,
      @Reference ContainerSettings container,
      @Reference SecretRedactor redactor) {
    catalog = new Catalog(context);
    dispatcher =
        new Dispatcher(
            catalog::byName, settings, container, Product.of(context).version(), redactor::redact);
  }

  @Reference(
      service = Command.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeCommand")
  void addCommand(ServiceReference<Command> reference, Map<String, Object> properties) {
    catalog.add(reference, properties);
  }

  void removeCommand(ServiceReference<Command> reference) {
    catalog.remove(reference);
  }

  @Override
  public int run(CommandRequest request) {
    return dispatcher.run(request);
  }
}
