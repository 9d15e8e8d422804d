package org.llmspell.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Resolves a bundle and says in words what it lacks. */
final class Resolution {
  private static final Pattern FLOOR = Pattern.compile("\\((?:bundle-)?version>=([^)]+)\\)");
  private static final Pattern CEILING =
      Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");
  private static final Pattern EXACT = Pattern.compile("\\((?:bundle-)?version=([^)]+)\\)");

  private final PluginBundles bundles;

  Resolution(PluginBundles bundles) {
    this.bundles = bundles;
  }

  /**
   * Resolves the bundle.
   *
   * @throws SpellException that names each package or capability that nobody has
   */
  void check(Bundle bundle) {
    if (!bundles.resolve(bundle)) {
      throw SpellException.validation("artifact", reason(bundle));
    }
  }

  private String reason(Bundle bundle) {
    List<String> missing = new ArrayList<>();
    for (BundleRequirement requirement :
        bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
      if (isMandatory(requirement) && !isProvided(requirement)) {
        missing.add(describe(requirement));
      }
    }
    return missing.isEmpty()
        ? "it can not be wired: " + complaint(bundle)
        : "nobody here provides " + String.join(", ", missing);
  }

  private static boolean isMandatory(BundleRequirement requirement) {
    var directives = requirement.getDirectives();
    return !Constants.RESOLUTION_OPTIONAL.equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
        && !"dynamic".equals(directives.get(Constants.RESOLUTION_DIRECTIVE))
        && Constants.EFFECTIVE_RESOLVE.equals(
            directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE));
  }

  private boolean isProvided(BundleRequirement requirement) {
    Bundle bundle = requirement.getRevision().getBundle();
    return bundles.wiring().findProviders(requirement).stream()
        .map(capability -> capability.getRevision().getBundle())
        .anyMatch(provider ->
            provider == bundle
                || !String.valueOf(provider.getSymbolicName()).equals(bundle.getSymbolicName()));
  }

  /** The framework's own words, for reasons that are not a missing capability. */
  private static String complaint(Bundle bundle) {
    try {
      PluginBundles.start(bundle);
      return "the framework does not say why";
    } catch (BundleException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static String describe(BundleRequirement requirement) {
    String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "(any)");
    Matcher value =
        Pattern.compile("\\(" + Pattern.quote(requirement.getNamespace()) + "=([^)]*)\\)")
            .matcher(filter);
    String name = value.find() ? value.group(1) : filter;
    String kind =
        switch (requirement.getNamespace()) {
          case BundleRevision.PACKAGE_NAMESPACE -> "package (Import-Package)";
          case BundleRevision.BUNDLE_NAMESPACE -> "bundle (Require-Bundle)";
          default -> requirement.getNamespace() + " (Require-Capability)";
        };
    return "%s %s%s".formatted(kind, name, range(filter));
  }

  private static String range(String filter) {
    Matcher exact = EXACT.matcher(filter);
    if (exact.find()) {
      return " in version " + exact.group(1);
    }
    Matcher ceiling = CEILING.matcher(filter);
    String to = ceiling.find() ? ceiling.group(1) : "";
    Matcher floor = FLOOR.matcher(filter);
    if (!floor.find()) {
      return "";
    }
    return to.isEmpty()
        ? " in version %s or later".formatted(floor.group(1))
        : " in version [%s,%s)".formatted(floor.group(1), to);
  }
}
