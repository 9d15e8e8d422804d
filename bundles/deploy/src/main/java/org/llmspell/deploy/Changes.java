package org.llmspell.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager.Progress;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.runtime.ToolRouting;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** The changes. Whoever calls holds the lock of the store. */
final class Changes {

  /** What the caller expects to be there. */
  enum Expect {
    /** No such plugin. */
    NEW,
    /** Another version of it. */
    OLD,
    /** Either. */
    ANY
  }

  private final Store store;
  private final Roster roster;
  private final PluginBundles bundles;
  private final Trial trial;
  private final ToolRouting routing;
  private final Verification verification;

  Changes(
      Store store,
      Roster roster,
      PluginBundles bundles,
      Trial trial,
      ToolRouting routing,
      Verification verification) {
    this.store = store;
    this.roster = roster;
    this.bundles = bundles;
    this.trial = trial;
    this.routing = routing;
    this.verification = verification;
  }

  /**
   * Makes a jar the active version of its plugin. What is not needed then stays for a sweep.
   *
   * @param artifact what the jar was made of
   */
  PluginInfo put(
      Path jar, Path artifact, Expect expect, UpgradeOptions options, Progress progress) {
    String label = artifact.getFileName().toString();
    try {
      verification.checkSize(jar, label);
      Release release =
          store.add(
              jar,
              label,
              copy ->
                  verification.check(
                      copy,
                      label,
                      name -> granted(name, options),
                      command(artifact, expect),
                      progress));
      progress.step("copied and verified " + label);
      String name = PluginJar.read(store.jar(release), label).name();
      refusePlatform(name, label);
      Entry old = roster.index().find(name).orElse(null);
      return old == null
          ? install(name, release, expect, progress)
          : replace(old, release, expect, options, progress);
    } catch (IOException e) {
      throw SpellException.storage(
          "read", "'%s' can not be read: %s".formatted(label, Words.of(e)), e);
    }
  }

  /** What the operator agrees to now, and agreed to for the version that is there. */
  private Set<Permission> granted(String name, UpgradeOptions options) {
    Set<Permission> granted = EnumSet.noneOf(Permission.class);
    granted.addAll(options.granted());
    roster.index().find(name).ifPresent(entry -> granted.addAll(entry.active().granted()));
    return granted;
  }

  private static String command(Path artifact, Expect expect) {
    return "plugin %s %s"
        .formatted(expect == Expect.OLD ? "upgrade" : "install", artifact.toAbsolutePath());
  }

  private void refusePlatform(String name, String label) {
    for (Bundle bundle : bundles.platform()) {
      if (name.equals(bundle.getSymbolicName())) {
        throw SpellException.validation(
            "artifact",
            "'%s' is bundle '%s', which is a part of the platform and no plugin"
                .formatted(label, name));
      }
    }
  }

  private PluginInfo install(String name, Release release, Expect expect, Progress progress) {
    if (expect == Expect.OLD) {
      throw SpellException.validation(
          "artifact", "Plugin '%s' is not installed, so install it".formatted(name));
    }
    return put(
        new Entry(name, release, null, null),
        null,
        UpgradeOptions.DEFAULT.drain(),
        "Plugin '%s' %s was not installed".formatted(name, release.version()),
        progress);
  }

  private PluginInfo replace(
      Entry old, Release release, Expect expect, UpgradeOptions options, Progress progress) {
    String name = old.name();
    boolean works = roster.works(name);
    boolean same = old.active().sha256().equals(release.sha256());
    if (same && works) {
      progress.step("%s %s is here already".formatted(name, release.version()));
      return roster.info(old);
    }
    if (expect == Expect.NEW && !same) {
      throw SpellException.validation(
          "artifact",
          "Plugin '%s' is installed already in version %s; use upgrade to replace it by %s"
              .formatted(name, old.active().version(), release.version()));
    }
    checkOrder(old, release, options);
    return swap(old, release, options.drain(), progress);
  }

  private static void checkOrder(Entry old, Release release, UpgradeOptions options) {
    Version from = Version.parseVersion(old.active().version());
    Version to = Version.parseVersion(release.version());
    if (VersionOrder.ORDER.compare(to, from) < 0 && !options.allowDowngrade()) {
      throw SpellException.validation(
          "artifact",
          "Plugin '%s' %s is older than the installed %s; use --allow-downgrade, or rollback"
              .formatted(old.name(), to, from));
    }
  }

  /** Goes back to the version before. */
  PluginInfo rollback(String name, Progress progress) {
    Entry entry = roster.installed(name);
    Release previous = entry.previous();
    if (previous == null) {
      throw SpellException.validation(
          "name",
          "Plugin '%s' %s has no earlier version to go back to"
              .formatted(name, entry.active().version()));
    }
    String damage = store.damage(previous);
    if (damage != null) {
      throw SpellException.storage(
          "read",
          "Plugin '%s' can not go back to %s: %s".formatted(name, previous.version(), damage),
          null);
    }
    try {
      return swap(
          entry, previous.installed(Instant.now()), UpgradeOptions.DEFAULT.drain(), progress);
    } finally {
      store.sweep(roster.index());
    }
  }

  private PluginInfo swap(Entry old, Release release, Duration drain, Progress progress) {
    boolean works = roster.works(old.name());
    // A version that does not work is nothing to go back to.
    Release previous = works ? old.active() : old.previous();
    if (previous != null && previous.sha256().equals(release.sha256())) {
      previous = null;
    }
    Bundle running = roster.bundle(old.name());
    if (running != null && !works && isAt(running, release)) {
      bundles.remove(running);
      running = null;
    }
    return put(
        new Entry(old.name(), release, previous, null),
        running,
        drain,
        "Plugin '%s' stays at %s, version %s was rolled back"
            .formatted(old.name(), old.active().version(), release.version()),
        progress);
  }

  private boolean isAt(Bundle bundle, Release release) {
    return bundle.getLocation().equals(PluginBundles.location(store.jar(release)));
  }

  private PluginInfo put(
      Entry next, @Nullable Bundle old, Duration drain, String failure, Progress progress) {
    Index index = roster.index().with(next);
    Bundle fresh;
    try {
      fresh = trial.run(store.jar(next.active()), old, progress, () -> store.commit(index));
    } catch (SpellException e) {
      throw new SpellException(e.kind(), failure + ": " + e.message(), e);
    }
    if (old == null) {
      routing.release(fresh.getBundleId());
    } else {
      routing.switchOver(old.getBundleId(), fresh.getBundleId());
    }
    roster.changed(index, next.name(), fresh);
    progress.step("%s %s takes the calls".formatted(next.name(), next.active().version()));
    if (old != null) {
      Uninterrupted.run(() -> retire(old, drain, progress));
    }
    return roster.info(next);
  }

  /** Behind the switch nothing may fail any more. */
  private void retire(Bundle old, Duration drain, Progress progress) {
    long id = old.getBundleId();
    int calls = routing.inFlight(id);
    if (calls > 0) {
      progress.step("waiting for %d calls of version %s".formatted(calls, old.getVersion()));
    }
    long end = System.nanoTime() + drain.toNanos();
    boolean idle = false;
    boolean interrupted = false;
    while (true) {
      try {
        idle = routing.drain(id, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the new version is in charge: the old one is brought to its end
      }
    }
    if (!idle) {
      progress.step(
          "warning: calls of version %s took longer than %d ms and were cancelled"
              .formatted(old.getVersion(), drain.toMillis()));
    }
    bundles.remove(old);
    roster.revive();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
