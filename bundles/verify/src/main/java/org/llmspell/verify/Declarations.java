package org.llmspell.verify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.tool.ToolSpec;

/**
 * What the manifest of a plugin says.
 *
 * @param name symbolic name
 * @param version version
 * @param permissions that it declares
 * @param tools that it declares
 * @param classPath the entries of its class path that are not the jar itself
 * @param nativeCode whether it brings native libraries
 * @param sections the names of the sections for entries
 */
record Declarations(
    String name,
    String version,
    Set<Permission> permissions,
    List<String> tools,
    Set<String> classPath,
    boolean nativeCode,
    Set<String> sections) {

  /** Of a manifest that could not be read. */
  static final Declarations NONE =
      new Declarations("", "", Set.of(), List.of(), Set.of(), false, Set.of());

  private static final Pattern FILTER =
      Pattern.compile("\\(\\s*llmspell\\.permission\\s*=\\s*([^()*]+?)\\s*\\)");
  private static final String FORM =
      "%s;filter:=\"(%s=files)\";effective:=%s"
          .formatted(Permission.NAMESPACE, Permission.NAMESPACE, Permission.EFFECTIVE);

  static Declarations of(ManifestText manifest) throws RefusedException {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (Clause clause : clauses(manifest, "Require-Capability")) {
      if (clause.paths().contains(Permission.NAMESPACE)) {
        permissions.add(permission(clause));
      }
    }
    List<String> tools = new ArrayList<>();
    for (Clause clause : clauses(manifest, "Provide-Capability")) {
      String tool = clause.attributes().get(ToolSpec.NAMESPACE);
      if (clause.paths().contains(ToolSpec.NAMESPACE) && tool != null) {
        tools.add(tool);
      }
    }
    Set<String> classPath = new HashSet<>();
    for (Clause clause : clauses(manifest, "Bundle-ClassPath")) {
      for (String path : clause.paths()) {
        classPath.add(path.replaceFirst("^/", ""));
      }
    }
    return new Declarations(
        manifest.header("Bundle-SymbolicName").replaceFirst(";.*", "").strip(),
        manifest.header("Bundle-Version"),
        permissions,
        tools,
        classPath,
        !manifest.header("Bundle-NativeCode").isEmpty(),
        manifest.sections());
  }

  private static List<Clause> clauses(ManifestText manifest, String header)
      throws RefusedException {
    return Clause.parse(header, manifest.header(header));
  }

  private static Permission permission(Clause clause) throws RefusedException {
    String filter = clause.directives().getOrDefault("filter", "");
    Matcher matcher = FILTER.matcher(filter);
    if (!matcher.matches()) {
      throw new RefusedException(
          "its manifest requires a permission by the filter '%s'; write one requirement for each: %s"
              .formatted(EntryNames.printable(filter), FORM));
    }
    if (!Permission.EFFECTIVE.equals(clause.directives().get("effective"))) {
      throw new RefusedException(
          "its manifest requires the permission '%s' in a way that OSGi would look for; write %s"
              .formatted(EntryNames.printable(matcher.group(1)), FORM));
    }
    try {
      return Permission.of(matcher.group(1));
    } catch (SpellException e) {
      throw new RefusedException("its manifest requires what is not there. " + e.message());
    }
  }
}
