package org.llmspell.config;

import java.time.InstantSource;
import java.util.List;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The global {@code Config}: the settings of the script, and changes of them for as long as the
 * container runs, as far as {@code runtime.security.config} allows.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConfigGlobal implements ScriptGlobal {
  private final LayeredSettings loader;
  private final ConfiguredContainer container;
  private final ConfigTrail trail;
  private final ConfigSnapshots snapshots = new ConfigSnapshots();
  private final InstantSource clock = InstantSource.system();

  /** The global over the settings of the container. */
  @Activate
  public ConfigGlobal(@Reference LayeredSettings loader, @Reference ConfiguredContainer container) {
    this.loader = loader;
    this.container = container;
    this.trail = new ConfigTrail(clock);
  }

  @Override
  public List<String> names() {
    return List.of("Config");
  }

  @Override
  public Object open(ScriptSession session) {
    var view = new ConfigView(loader, container, session, trail);
    var editor = new ConfigEditor(loader, container, session, view, trail);
    var functions = new ConfigFunctions(view, editor, container, snapshots, trail, clock);
    return (ScriptObject) functions::members;
  }
}
