package org.llmspell.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PluginReport;
import org.llmspell.core.plugin.PluginVerifier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Verifies jars. Made when the first plugin is verified. */
@Component(name = "org.llmspell.verify")
@Designate(ocd = JarVerifier.Config.class)
public final class JarVerifier implements PluginVerifier {

  /** The settings. */
  @ObjectClassDefinition(name = "Verification of plugins")
  public @interface Config {
    /** What is asked of signatures. */
    @AttributeDefinition(
        description = "What is asked of signatures: a trusted one, a note without one, or nothing.",
        options = {
          @Option(label = "trusted ones only", value = "required"),
          @Option(label = "a note when there is none", value = "warn"),
          @Option(label = "nothing", value = "off")
        })
    String signatures() default "warn";

    /** The folder of trusted certificates. */
    @AttributeDefinition(
        description = "Folder of trusted certificates (*.pem, *.crt, *.cer), in the data folder.")
    String trusted_keys() default "trusted-keys";

    /** What every plugin may have. */
    @AttributeDefinition(
        description = "Permissions that every plugin may have without being asked for.")
    String[] granted() default {"threads"};

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
  }

  /**
   * The settings, read.
   *
   * @param trustedKeys folder of certificates
   * @param allowed permissions that every plugin may have
   */
  record Settings(
      Limits limits, SignaturePolicy policy, Path trustedKeys, Set<Permission> allowed) {

    static Settings of(BundleContext context, Config config) {
      String home = context.getProperty("llmspell.home");
      return new Settings(
          new Limits(
              config.max_bytes(),
              config.max_entries(),
              config.max_entry_bytes(),
              config.max_total_bytes(),
              config.max_ratio(),
              config.max_nested_jars()),
          SignaturePolicy.of(config.signatures()),
          Path.of(home == null || home.isBlank() ? "." : home).resolve(config.trusted_keys()),
          Permission.parse(String.join(",", config.granted())));
    }
  }

  private static final int BUFFER = 64 * 1024;

  private final Clock clock;
  private final Rules rules = Rules.load();
  private volatile Settings settings;

  /** With the settings. */
  @Activate
  public JarVerifier(BundleContext context, Config config) {
    this(Settings.of(context, config), Clock.systemUTC());
  }

  JarVerifier(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Modified
  void modified(BundleContext context, Config config) {
    settings = Settings.of(context, config);
  }

  @Override
  public long maxBytes() {
    return settings.limits().bytes();
  }

  @Override
  public PluginReport verify(Path jar) {
    Settings now = settings;
    try {
      long size = Files.size(jar);
      return size > now.limits().bytes() ? tooLarge(size, now) : report(jar, now);
    } catch (IOException e) {
      throw SpellException.storage(
          "read", "'%s' can not be read: %s".formatted(jar, e.getMessage()), e);
    }
  }

  private static PluginReport tooLarge(long size, Settings settings) {
    String refusal =
        "it has %s, but at most %s are allowed (%s)"
            .formatted(
                Limits.text(size),
                Limits.text(settings.limits().bytes()),
                Limits.setting("max_bytes"));
    return new PluginReport(
        "",
        "",
        "",
        new PluginReport.Size(size, 0, 0, 0, 0),
        Signatures.UNKNOWN,
        Set.of(),
        settings.allowed(),
        List.of(),
        List.of(refusal),
        List.of());
  }

  private PluginReport report(Path jar, Settings settings) throws IOException {
    Contents contents = Inspection.of(jar, settings.limits(), rules);
    Declarations declared = contents.declarations();
    List<String> refusals = new ArrayList<>(contents.refusals());
    List<String> notes = new ArrayList<>(contents.notes());
    PluginReport.Signature signature = Signatures.UNKNOWN;
    if (contents.whole()) {
      signature =
          contents.signed()
              ? new Signatures(TrustedKeys.of(settings.trustedKeys()), clock)
                  .check(jar, declared.sections())
              : Signatures.UNSIGNED;
      settings.policy().refusal(signature).ifPresent(refusals::addFirst);
      settings.policy().note(signature).ifPresent(notes::add);
    }
    return new PluginReport(
        declared.name(),
        declared.version(),
        hash(jar),
        contents.size(),
        signature,
        declared.permissions(),
        settings.allowed(),
        contents.uses(),
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
