package org.llmspell.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PluginReport;
import org.llmspell.core.plugin.PluginVerifier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * Verifies jars. What is in a jar is remembered by its hash; the signature and the settings are
 * looked at each time. Made when the first plugin is verified.
 */
@Component(name = "org.llmspell.verify")
@Designate(ocd = JarVerifier.Config.class)
public final class JarVerifier implements PluginVerifier {

  /** The settings. */
  @ObjectClassDefinition(name = "Verification of plugins")
  public @interface Config {
    /** The largest jar. */
    @AttributeDefinition(description = "Size of the largest jar, in bytes.", min = "1")
    long max_bytes() default 64 << 20;

    /** How many entries. */
    @AttributeDefinition(
        description = "How many entries there may be, with those of jars in the jar.",
        min = "1",
        max = "65534")
    int max_entries() default 20_000;

    /** The largest entry. */
    @AttributeDefinition(description = "Size of the largest entry, unpacked, in bytes.", min = "1")
    long max_entry_bytes() default 64 << 20;

    /** All entries. */
    @AttributeDefinition(
        description = "Size of all entries, unpacked, with those of jars in the jar, in bytes.",
        min = "1")
    long max_total_bytes() default 256 << 20;

    /** Unpacked to packed. */
    @AttributeDefinition(
        description = "How many times its packed size an entry of more than 1 MiB may have.",
        min = "1")
    int max_ratio() default 100;

    /** Jars in the jar. */
    @AttributeDefinition(description = "How many jars there may be in the jar.", min = "0")
    int max_nested_jars() default 64;

    /** What is asked of signatures. */
    @AttributeDefinition(
        description = "What is asked of signatures.",
        options = {
          @Option(label = "trusted ones only", value = "required"),
          @Option(label = "a note when there is none", value = "warn"),
          @Option(label = "nothing", value = "off")
        })
    String signature() default "warn";

    /** The folder of trusted certificates. */
    @AttributeDefinition(
        description =
            "Folder of trusted certificates (*.pem, *.crt, *.cer); empty: trusted-keys in the data"
                + " folder.")
    String trusted_keys() default "";

    /** What every plugin may have. */
    @AttributeDefinition(
        description = "Permissions that every plugin may have without being asked for.")
    String[] allowed_permissions() default {"threads"};
  }

  /** How many jars are remembered. */
  private static final int REMEMBERED = 64;

  private static final int BUFFER = 64 * 1024;

  private final Limits limits;
  private final SignaturePolicy policy;
  private final Path trustedKeys;
  private final Set<Permission> allowed;
  private final Clock clock;
  private final Rules rules = Rules.load();
  private final Map<String, Contents> known = new LinkedHashMap<>(16, 0.75f, true);

  /** With the settings. */
  @Activate
  public JarVerifier(BundleContext context, Config config) {
    this(
        new Limits(
            config.max_bytes(),
            config.max_entries(),
            config.max_entry_bytes(),
            config.max_total_bytes(),
            config.max_ratio(),
            config.max_nested_jars()),
        SignaturePolicy.of(config.signature()),
        trustedKeys(context.getProperty("llmspell.home"), config.trusted_keys()),
        Permission.parse(String.join(",", config.allowed_permissions())),
        Clock.systemUTC());
  }

  JarVerifier(
      Limits limits,
      SignaturePolicy policy,
      Path trustedKeys,
      Set<Permission> allowed,
      Clock clock) {
    this.limits = limits;
    this.policy = policy;
    this.trustedKeys = trustedKeys;
    this.allowed = Set.copyOf(allowed);
    this.clock = clock;
  }

  private static Path trustedKeys(@Nullable String home, String setting) {
    Path data = Path.of(home == null || home.isBlank() ? "." : home);
    return data.resolve(setting.isBlank() ? "trusted-keys" : setting);
  }

  @Override
  public long maxBytes() {
    return limits.bytes();
  }

  @Override
  public PluginReport verify(Path jar, String label) {
    try {
      long size = Files.size(jar);
      if (size > limits.bytes()) {
        return refused(label, size);
      }
      String hash = hash(jar);
      Contents contents = contents(jar, hash);
      return report(jar, label, hash, contents);
    } catch (IOException e) {
      throw SpellException.storage(
          "read", "'%s' can not be read: %s".formatted(label, e.getMessage()), e);
    }
  }

  private PluginReport refused(String label, long size) {
    String refusal =
        "it has %s, but at most %s are allowed (%s)"
            .formatted(
                Limits.text(size), Limits.text(limits.bytes()), Limits.setting("max_bytes"));
    return new PluginReport(
        label,
        "",
        "",
        "",
        new PluginReport.Size(size, 0, 0, 0, 0),
        Signatures.UNKNOWN,
        Set.of(),
        allowed,
        Set.of(),
        List.of(),
        List.of(),
        List.of(refusal),
        List.of());
  }

  private Contents contents(Path jar, String hash) throws IOException {
    synchronized (known) {
      Contents before = known.get(hash);
      if (before != null) {
        return before;
      }
    }
    Contents contents = Inspection.of(jar, limits, rules);
    synchronized (known) {
      known.put(hash, contents);
      if (known.size() > REMEMBERED) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return contents;
  }

  private PluginReport report(Path jar, String label, String hash, Contents contents)
      throws IOException {
    Declarations declared = contents.declarations();
    List<String> refusals = new ArrayList<>();
    List<String> notes = new ArrayList<>(contents.notes());
    PluginReport.Signature signature = Signatures.UNKNOWN;
    if (contents.whole()) {
      signature =
          contents.signed()
              ? new Signatures(TrustedKeys.of(trustedKeys), clock)
                  .check(jar, declared.sections())
              : Signatures.UNSIGNED;
      policy.refusal(signature).ifPresent(refusals::add);
      if (refusals.isEmpty()) {
        policy.note(signature).ifPresent(notes::add);
      }
    }
    refusals.addAll(contents.refusals());
    return new PluginReport(
        label,
        declared.name(),
        declared.version(),
        hash,
        contents.size(),
        signature,
        declared.permissions().isEmpty() ? Set.of() : EnumSet.copyOf(declared.permissions()),
        allowed,
        Set.of(),
        contents.uses(),
        declared.tools(),
        refusals,
        notes);
  }

  private static String hash(Path jar) throws IOException {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
