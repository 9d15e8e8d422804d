package org.llmspell.console;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PermissionUse;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.PluginReport;
import org.llmspell.core.plugin.PluginVerifier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command {@code plugin verify}. Fails when the jar would be refused whatever is granted. */
@Component
@CommandSpec(
    name = "plugin verify",
    summary = "Looks into the jar of a plugin without installing it",
    parameters = "JAR")
public final class PluginVerifyCommand implements Command {
  /** More uses of one permission are only counted in the text. */
  private static final int SHOWN = 5;

  private final @Nullable PluginVerifier verifier;
  private final @Nullable PluginManager plugins;

  /** With the verifier, and the plugin manager that knows what was granted, when there are any. */
  @Activate
  public PluginVerifyCommand(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable PluginVerifier verifier,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable PluginManager plugins) {
    this.verifier = verifier;
    this.plugins = plugins;
  }

  @Override
  public int run(CommandCall call) {
    if (verifier == null) {
      throw SpellException.component(
          "Plugins can not be verified by this container: the bundle org.llmspell.verify is not"
              + " installed or does not run",
          null);
    }
    PluginReport report = verifier.verify(Plugins.artifact(call));
    Set<Permission> missing = report.missing(granted(report.name()));
    call.answer(text(report, missing), data(report, missing));
    return report.refusals().isEmpty() ? CommandRunner.OK : CommandRunner.FAILED;
  }

  private Set<Permission> granted(String name) {
    return plugins == null
        ? Set.of()
        : plugins.list().stream()
            .filter(plugin -> plugin.name().equals(name))
            .findFirst()
            .map(PluginInfo::granted)
            .orElse(Set.of());
  }

  private static String text(PluginReport report, Set<Permission> missing) {
    var lines = new StringBuilder();
    PluginReport.Size size = report.size();
    line(lines, "plugin", "%s %s".formatted(report.name(), report.version()).strip());
    line(lines, "sha-256", report.sha256());
    line(
        lines,
        "content",
        "%,d bytes, unpacked %,d; %d entries, %d classes, %d jars in it"
            .formatted(
                size.bytes(),
                size.unpackedBytes(),
                size.entries(),
                size.classes(),
                size.nestedJars()));
    line(lines, "signature", signature(report.signature()));
    for (Permission permission : permissions(report)) {
      line(lines, "permission", permission.text() + ": " + state(permission, report, missing));
      uses(lines, permission, report.uses());
    }
    report.notes().forEach(note -> line(lines, "note", note));
    report.refusals().forEach(refusal -> line(lines, "refused", refusal));
    if (report.refusals().isEmpty()) {
      line(
          lines,
          "verdict",
          missing.isEmpty()
              ? "can be installed"
              : "can be installed with --grant " + Permission.names(missing));
    }
    return lines.toString().stripTrailing();
  }

  private static void line(StringBuilder lines, String name, String value) {
    if (!value.isEmpty()) {
      lines.append(String.format(Locale.ROOT, "%-11s %s%n", name, value));
    }
  }

  private static void uses(StringBuilder lines, Permission permission, List<PermissionUse> all) {
    List<PermissionUse> uses = all.stream().filter(use -> use.permission() == permission).toList();
    uses.stream()
        .limit(SHOWN)
        .forEach(use -> lines.append("              %s %s%n".formatted(use.where(), use.what())));
    if (uses.size() > SHOWN) {
      lines.append("              and %d more%n".formatted(uses.size() - SHOWN));
    }
  }

  private static Set<Permission> permissions(PluginReport report) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    all.addAll(report.declared());
    report.uses().forEach(use -> all.add(use.permission()));
    return all;
  }

  private static String state(Permission permission, PluginReport report, Set<Permission> missing) {
    if (!report.declared().contains(permission)) {
      return "used, but not declared";
    }
    if (missing.contains(permission)) {
      return "declared, needs --grant";
    }
    return report.allowed().contains(permission)
        ? "declared, given to every plugin"
        : "declared, granted";
  }

  private static String signature(PluginReport.Signature signature) {
    String state = signature.state().name().toLowerCase(Locale.ROOT);
    String signer = signature.signer().isEmpty() ? "" : ", " + signature.signer();
    String detail = signature.detail().isEmpty() ? "" : ": " + signature.detail();
    return state + signer + detail;
  }

  private static Map<String, @Nullable Object> data(PluginReport report, Set<Permission> missing) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("name", report.name());
    data.put("version", report.version());
    data.put("sha256", report.sha256());
    PluginReport.Size size = report.size();
    data.put("bytes", size.bytes());
    data.put("unpacked_bytes", size.unpackedBytes());
    data.put("entries", (long) size.entries());
    data.put("classes", (long) size.classes());
    data.put("nested_jars", (long) size.nestedJars());
    data.put("signature", report.signature().state().name().toLowerCase(Locale.ROOT));
    data.put("signer", report.signature().signer());
    data.put("signature_detail", report.signature().detail());
    data.put("declared", names(report.declared()));
    data.put("allowed", names(report.allowed()));
    data.put("missing", names(missing));
    data.put("uses", report.uses().stream().map(PluginVerifyCommand::data).toList());
    data.put("notes", report.notes());
    data.put("refusals", report.refusals());
    data.put("accepted", report.refusals().isEmpty() && missing.isEmpty());
    return data;
  }

  private static Map<String, Object> data(PermissionUse use) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("permission", use.permission().text());
    data.put("where", use.where());
    data.put("what", use.what());
    data.put("entry", use.entry());
    return data;
  }

  private static List<String> names(Set<Permission> permissions) {
    return new TreeSet<>(permissions).stream().map(Permission::text).toList();
  }
}
