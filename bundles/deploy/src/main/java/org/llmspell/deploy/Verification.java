package org.llmspell.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PluginManager.Progress;
import org.llmspell.core.plugin.PluginReport;
import org.llmspell.core.plugin.PluginVerifier;
import org.osgi.service.component.ComponentServiceObjects;

/**
 * Has jars verified before they get into the store. Without a verifier nothing gets there. The
 * verifier is made when it is needed, so that a start does not wait for it.
 */
final class Verification {
  /** More of them only make a message unreadable; {@code plugin verify} has them all. */
  private static final int TOLD = 3;

  private volatile @Nullable ComponentServiceObjects<PluginVerifier> verifiers;

  void verifiers(ComponentServiceObjects<PluginVerifier> newVerifiers) {
    verifiers = newVerifiers;
  }

  void removeVerifiers(ComponentServiceObjects<PluginVerifier> old) {
    ComponentServiceObjects<PluginVerifier> known = verifiers;
    if (known != null && known.getServiceReference().equals(old.getServiceReference())) {
      verifiers = null;
    }
  }

  /** Refuses what is too large to be copied, and everything when there is no verifier. */
  void checkSize(Path jar, String label) throws IOException {
    long size = Files.size(jar);
    long allowed = with(PluginVerifier::maxBytes);
    if (size > allowed) {
      throw refusal(
          label,
          "it has %s, but at most %s are allowed (setting runtime.security.plugins.max_bytes)"
              .formatted(Bytes.text(size), Bytes.text(allowed)));
    }
  }

  /**
   * Looks into a copy.
   *
   * @param granted what the operator agrees to, for the plugin of that name
   * @param command how to install it with permissions, without their names
   * @return the permissions that it has because the operator agrees to them
   */
  Set<Permission> check(
      Path copy,
      String label,
      Function<String, Set<Permission>> granted,
      String command,
      Progress progress) {
    PluginReport report = with(verifier -> verifier.verify(copy));
    if (!report.refusals().isEmpty()) {
      throw refusal(label, told(report.refusals()));
    }
    Set<Permission> agreed = granted.apply(report.name());
    Set<Permission> missing = report.missing(agreed);
    if (!missing.isEmpty()) {
      String names = Permission.names(missing);
      throw refusal(
          label,
          "it needs the permission%s %s, which you have not given; look at it with 'plugin verify',"
                  .formatted(missing.size() == 1 ? "" : "s", names.replace(",", ", "))
              + " and if you trust it: llmspell %s --grant %s".formatted(command, names));
    }
    report.notes().forEach(note -> progress.step("note: " + note));
    Set<Permission> kept = EnumSet.noneOf(Permission.class);
    kept.addAll(agreed);
    kept.retainAll(report.declared());
    return kept;
  }

  private <T> T with(Function<PluginVerifier, T> work) {
    ComponentServiceObjects<PluginVerifier> known = verifiers;
    PluginVerifier verifier = known == null ? null : known.getService();
    if (known == null || verifier == null) {
      throw SpellException.component(
          "No plugin is installed without being verified, and this container has no verifier: the"
              + " bundle org.llmspell.verify is not installed, does not run, or its settings"
              + " runtime.security.plugins are wrong",
          null);
    }
    try {
      return work.apply(verifier);
    } finally {
      known.ungetService(verifier);
    }
  }

  private static String told(List<String> refusals) {
    String first = String.join("; ", refusals.subList(0, Math.min(TOLD, refusals.size())));
    int more = refusals.size() - TOLD;
    return more <= 0 ? first : "%s; and %d more, see 'plugin verify'".formatted(first, more);
  }

  private static SpellException refusal(String label, String why) {
    return SpellException.security("plugin", "'%s' is refused: %s".formatted(label, why));
  }
}
