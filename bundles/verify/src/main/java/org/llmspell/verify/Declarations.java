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

/**
 * What the manifest of a plugin says.
 *
 * @param name symbolic name
 * @param version version
 * @param permissions that it declares
 * @param classPath the entries of its class path
 * @param components patterns of the entries that describe its components
 * @param imports the packages that it takes from other bundles
 * @param requiresBundles whether it takes further ones
 * @param nativeCode whether it brings native libraries
 * @param sections the names of the sections for entries
 */
record Declarations(
    String name,
    String version,
    Set<Permission> permissions,
    Set<String> classPath,
    List<Pattern> components,
    Set<String> imports,
    boolean requiresBundles,
    boolean nativeCode,
    Set<String> sections) {

  /** Of a manifest that could not be read. */
  static final Declarations NONE =
      new Declarations("", "", Set.of(), Set.of(), List.of(), Set.of(), false, false, Set.of());

  private static final Pattern FILTER =
      Pattern.compile("\\(\\s*llmspell\\.permission\\s*=\\s*([^()*]+?)\\s*\\)");
  private static final Pattern PATH = Pattern.compile("[^\\s\"';,:=\\\\]+");
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
    List<Pattern> components = new ArrayList<>();
    for (String path : paths(manifest, "Service-Component")) {
      components.add(glob(path));
    }
    Set<String> imports = new HashSet<>();
    for (Clause clause : clauses(manifest, "Import-Package")) {
      imports.addAll(clause.paths());
    }
    return new Declarations(
        manifest.header("Bundle-SymbolicName").replaceFirst(";.*", "").strip(),
        manifest.header("Bundle-Version"),
        permissions,
        Set.copyOf(paths(manifest, "Bundle-ClassPath")),
        components,
        imports,
        !manifest.header("Require-Bundle").isEmpty(),
        !manifest.header("Bundle-NativeCode").isEmpty(),
        manifest.sections());
  }

  private static List<Clause> clauses(ManifestText manifest, String header)
      throws RefusedException {
    return Clause.parse(header, manifest.header(header));
  }

  /** Entries of the jar; only in the plainest form, which everybody reads in the same way. */
  private static List<String> paths(ManifestText manifest, String header) throws RefusedException {
    List<String> paths = new ArrayList<>();
    for (Clause clause : clauses(manifest, header)) {
      String path = clause.paths().isEmpty() ? "" : clause.paths().getFirst();
      boolean plain = clause.paths().size() == 1 && clause.attributes().isEmpty();
      if (!plain || !clause.directives().isEmpty() || !PATH.matcher(path).matches()) {
        throw new RefusedException(
            "its manifest has '%s' in %s; write plain names of entries, separated by commas"
                .formatted(EntryNames.printable(manifest.header(header)), header));
      }
      paths.add(path.replaceFirst("^/+", ""));
    }
    return paths;
  }

  private static Pattern glob(String path) {
    StringBuilder pattern = new StringBuilder();
    for (String part : path.split("(?<=\\*)|(?=\\*)", -1)) {
      pattern.append(part.equals("*") ? "[^/]*" : Pattern.quote(part));
    }
    return Pattern.compile(pattern.toString());
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
      throw new RefusedException(
          "its manifest requires what is not there. " + EntryNames.printable(e.message()));
    }
  }

  /** Whether an entry describes components. */
  boolean describesComponents(String entry) {
    return components.stream().anyMatch(pattern -> pattern.matcher(entry).matches());
  }

  /** Whether a class, by its name in class files, is taken from another bundle. */
  boolean imports(String className) {
    int end = className.lastIndexOf('/');
    return imports.contains(end < 0 ? "." : className.substring(0, end).replace('/', '.'));
  }

  /** Whether a class may be taken from another bundle although it is in the jar. */
  boolean mayImport(String className) {
    return requiresBundles || imports(className);
  }
}
