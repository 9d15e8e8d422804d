package org.llmspell.secrets;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.secret.Secret;
import org.llmspell.core.secret.SecretInfo;
import org.llmspell.core.secret.SecretStore;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Keeps secrets in the data folder; nothing is read before somebody asks. */
@Component(name = "org.llmspell.secrets", configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SecretService implements SecretStore {
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final int MAX_LENGTH = 16_384;

  private final SecretFile file;
  private final AccessTrail trail;
  private final Map<String, String> environment;
  private final InstantSource clock;

  /** In the data folder of the container. */
  @Activate
  public SecretService(BundleContext context) {
    this(folder(context), System.getenv(), Sealer.ITERATIONS, InstantSource.system());
  }

  SecretService(Path folder, Map<String, String> environment, int iterations, InstantSource clock) {
    Optional<Secret> passphrase =
        Optional.ofNullable(environment.get("LLMSPELL_KEY_PASSPHRASE"))
            .filter(text -> !text.isEmpty())
            .map(text -> new Secret(text.toCharArray()));
    this.file = new SecretFile(folder, new Sealer(folder.resolve("key"), passphrase, iterations));
    this.trail = new AccessTrail(folder, clock);
    this.environment = environment;
    this.clock = clock;
  }

  private static Path folder(BundleContext context) {
    String home = context.getProperty("llmspell.home");
    return (home == null ? Path.of(System.getProperty("user.home"), ".llmspell") : Path.of(home))
        .resolve("secrets");
  }

  @Override
  public Optional<Secret> find(String service, Optional<String> variable) {
    String name = name(service);
    Optional<String> set =
        variable
            .filter(named -> EnvironmentSecrets.isSet(environment, named))
            .or(() -> EnvironmentSecrets.find(environment, name));
    Optional<Secret> found =
        set.isPresent()
            ? set.map(from -> new Secret(environment.getOrDefault(from, "").strip().toCharArray()))
            : kept(name);
    found.ifPresent(_ -> trail.used(name));
    return found;
  }

  private Optional<Secret> kept(String name) {
    try (KeptSecrets secrets = file.read()) {
      Kept kept = secrets.byService().get(name);
      if (kept == null) {
        return Optional.empty();
      }
      Optional<Instant> end = kept.expires();
      if (end.isPresent() && !clock.instant().isBefore(end.get())) {
        trail.add(AccessTrail.USE, name, "expired");
        throw SpellException.configuration(
            "The key of '%s' has expired on %s; replace it with 'llmspell keys rotate %s'"
                .formatted(name, end.get(), name),
            null);
      }
      return Optional.of(kept.secret().use(Secret::new));
    }
  }

  @Override
  public List<SecretInfo> list(Map<String, String> variables) {
    List<SecretInfo> infos = new ArrayList<>();
    Map<String, Instant> uses = trail.lastUses();
    EnvironmentSecrets.all(variables)
        .forEach((service, variable) -> {
          try (var secret = new Secret(variables.getOrDefault(variable, "").toCharArray())) {
            infos.add(
                new SecretInfo(
                    service,
                    variable,
                    secret.masked(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.ofNullable(uses.get(service))));
          }
        });
    try (KeptSecrets secrets = file.read()) {
      secrets
          .byService()
          .forEach((service, kept) ->
              infos.add(
                  new SecretInfo(
                      service,
                      "file",
                      kept.secret().masked(),
                      Optional.of(kept.created()),
                      Optional.of(kept.changed()),
                      kept.expires(),
                      Optional.ofNullable(uses.get(service)))));
    }
    return infos;
  }

  @Override
  public void add(String service, Secret secret, Optional<Duration> lifetime) {
    String name = name(service);
    check(secret);
    lifetime.ifPresent(SecretService::check);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    file.change(secrets -> {
      if (secrets.byService().containsKey(name)) {
        throw SpellException.validation(
            "service",
            "There is a key for '%s' already; replace it with 'llmspell keys rotate %s'"
                .formatted(name, name));
      }
      secrets.put(name, new Kept(secret.use(Secret::new), now, now, lifetime));
      return true;
    });
    trail.add("add", name, "ok");
  }

  @Override
  public void rotate(String service, Secret secret) {
    String name = name(service);
    check(secret);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    file.change(secrets -> {
      Kept old = secrets.byService().get(name);
      if (old == null) {
        throw SpellException.validation(
            "service",
            "There is no key for '%s'; add it with 'llmspell keys add %s'".formatted(name, name));
      }
      secrets.put(name, new Kept(secret.use(Secret::new), old.created(), now, old.lifetime()));
      return true;
    });
    trail.add("rotate", name, "ok");
  }

  @Override
  public boolean remove(String service) {
    String name = name(service);
    boolean removed = file.change(secrets -> secrets.remove(name));
    trail.add("remove", name, removed ? "ok" : "none");
    return removed;
  }

  @Override
  public List<Map<String, String>> audit(int most) {
    return trail.newest(most).stream()
        .map(entry ->
            Map.of(
                "time", entry.time().toString(),
                "action", entry.action(),
                "service", entry.service(),
                "outcome", entry.outcome()))
        .toList();
  }

  private static String name(String service) {
    if (!SERVICE.matcher(service).matches()) {
      throw SpellException.validation(
          "service",
          "'%s' can not be the name of a service: up to 64 letters, digits, dots, dashes and underscores"
              .formatted(service.length() > 64 ? service.substring(0, 64) + "..." : service));
    }
    return service.toLowerCase(Locale.ROOT);
  }

  private static void check(Secret secret) {
    boolean wrong =
        secret.use(chars -> {
          for (char c : chars) {
            if (Character.isWhitespace(c)
                || Character.isISOControl(c)
                || Character.isSurrogate(c)) {
              return true;
            }
          }
          return chars.length == 0 || chars.length > MAX_LENGTH;
        });
    if (wrong) {
      throw SpellException.validation(
          "key",
          "A key has 1 to %d characters, no blanks and no line ends; this one has %d characters"
              .formatted(MAX_LENGTH, secret.length()));
    }
  }

  private static void check(Duration lifetime) {
    if (!lifetime.isPositive() || lifetime.compareTo(LONGEST) > 0) {
      throw SpellException.validation(
          "expires",
          "A key expires after 1 to %d days, not after %d"
              .formatted(LONGEST.toDays(), lifetime.toDays()));
    }
  }
}
