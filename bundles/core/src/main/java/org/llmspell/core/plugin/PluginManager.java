package org.llmspell.core.plugin;

import java.nio.file.Path;
import java.util.List;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Installs, upgrades and removes plugins while calls are in flight. Each method either succeeds or
 * leaves everything as it was and throws a {@link SpellException} that says why. Changes are made
 * one at a time; methods block and may be interrupted before the switch. What was acknowledged
 * survives a restart and the sudden death of the process. Safe to share between threads.
 */
@ProviderType
public interface PluginManager {

  /**
   * Installs a plugin that is not there yet.
   *
   * @param progress hears what is done
   */
  default PluginInfo install(Path artifact, Progress progress) {
    return install(artifact, UpgradeOptions.DEFAULT, progress);
  }

  /**
   * Installs a plugin that is not there yet, after the {@link PluginVerifier} has looked into it.
   *
   * @param options which permissions the operator agrees to
   * @param progress hears what is done
   */
  PluginInfo install(Path artifact, UpgradeOptions options, Progress progress);

  /**
   * Replaces a plugin by another version: starts it beside the old one, waits for its tools, runs
   * its {@link SelfTest}, switches, drains the old one and removes it. The old version is kept for
   * {@link #rollback}.
   *
   * @param options whether an older version may replace a newer one, how long to drain, and which
   *     permissions the operator agrees to beside those of the old version
   * @param progress hears what is done
   */
  PluginInfo upgrade(Path artifact, UpgradeOptions options, Progress progress);

  /**
   * Goes back to the version before the last upgrade, in the same way as an upgrade. That version
   * was verified when it came, and keeps the permissions that it had.
   *
   * @param progress hears what is done
   */
  PluginInfo rollback(String name, Progress progress);

  /**
   * Drains and removes a plugin.
   *
   * @param progress hears what is done
   */
  void uninstall(String name, Progress progress);

  /** The installed plugins by name. */
  List<PluginInfo> list();

  /**
   * Keeps the plugins equal to the artifacts in a folder: a new file is installed, a changed one
   * upgrades, a removed one uninstalls. What fails is told and left as it was. Closing the watch
   * leaves the plugins as they are.
   *
   * @param progress hears what is done
   */
  Watch watch(Path folder, Progress progress);

  /** A folder that is being watched. */
  interface Watch extends AutoCloseable {
    /** Stops watching. */
    @Override
    void close();
  }

  /** Hears what is being done; for people. Called by the thread that does it. */
  @FunctionalInterface
  interface Progress {
    /** One step, as a short sentence. */
    void step(String what);
  }
}
