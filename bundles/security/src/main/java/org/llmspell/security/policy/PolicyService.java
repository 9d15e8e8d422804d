package org.llmspell.security.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ContextIdentity;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.context.SecurityContext;
import org.llmspell.core.security.SecurityPolicies;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/** Compiles policies, and holds that of the container: one volatile read for each call. */
@Component(
    service = {SecurityPolicies.class, PolicyService.class},
    configurationPid = "org.llmspell.security")
public final class PolicyService implements SecurityPolicies {
  private final Path workingDirectory;
  private final Map<String, String> environment;
  private final Optional<Path> dataFolder;
  private volatile @Nullable Rules bound;
  private volatile RunPolicy container;

  /** With the configuration of the container. */
  @Activate
  public PolicyService(BundleContext context, Map<String, Object> properties) {
    this(
        Path.of("").toAbsolutePath(),
        System.getenv(),
        Optional.ofNullable(context.getProperty("llmspell.home"))
            .filter(text -> !text.isBlank())
            .map(text -> Path.of(text).toAbsolutePath()),
        Keys.ofProperties(properties));
  }

  /** The same with plain values. */
  public PolicyService(
      Path workingDirectory,
      Map<String, String> environment,
      Optional<Path> dataFolder,
      Settings settings) {
    this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    this.environment = Map.copyOf(environment);
    this.dataFolder = dataFolder;
    this.container = compile(settings);
  }

  /** The configuration has changed: new calls, also of runs that run, are held against it. */
  @Modified
  void modified(Map<String, Object> properties) {
    configure(Keys.ofProperties(properties));
  }

  /** Replaces the rules of the container. */
  public void configure(Settings settings) {
    container = compile(settings);
  }

  private RunPolicy compile(Settings settings) {
    var place = new Rules.Place(workingDirectory, home(environment), dataFolder);
    var standalone = Rules.standalone(settings, place);
    bound = settings.values().isEmpty() ? null : Rules.bound(settings, place);
    return new RunPolicy(standalone, () -> null, workingDirectory, environment);
  }

  private static String home(Map<String, String> environment) {
    return environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
  }

  @Override
  public ExecutionContext secure(
      ExecutionContext context, Settings settings, Path folder, Map<String, String> variables) {
    ContextIdentity identity = context.identity();
    SecurityContext before = identity.security();
    if (before != null && before.policy() != null) {
      return context;
    }
    Path start = folder.toAbsolutePath().normalize();
    var rules = Rules.standalone(settings, new Rules.Place(start, home(variables), dataFolder));
    var policy = new RunPolicy(rules, () -> bound, start, variables);
    List<String> granted = rules.grants().stream().map(tool -> "tool:" + tool).toList();
    var security =
        before == null
            ? new SecurityContext(granted, rules.level(), policy)
            : new SecurityContext(before.permissions(), before.level(), policy);
    return context.with(identity.withSecurity(security));
  }

  @Override
  public RunPolicy of(ExecutionContext context) {
    SecurityContext security = context.identity().security();
    return security != null && security.policy() instanceof RunPolicy policy ? policy : container;
  }
}
