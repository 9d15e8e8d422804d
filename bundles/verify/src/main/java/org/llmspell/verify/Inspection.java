package org.llmspell.verify;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PermissionUse;
import org.llmspell.core.plugin.PluginReport;

/** Reads one jar from its beginning to its end, and the jars in it. Used once. */
final class Inspection {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final int FIRST_CLASS_LEVEL = 44;
  private static final String SIGNATURE = "META-INF/[^/]+\\.SF";
  private static final String LIBRARY = ".*\\.(so|dll|dylib|jnilib|exe)";

  private final Budget budget;
  private final Rules rules;
  private final Uses uses = new Uses();
  private final Map<String, String> components = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private Declarations declarations = Declarations.NONE;
  private boolean signed;

  private Inspection(Limits limits, Rules rules) {
    this.budget = new Budget(limits);
    this.rules = rules;
  }

  /** Reads a jar. */
  static Contents of(Path jar, Limits limits, Rules rules) throws IOException {
    return new Inspection(limits, rules).run(jar);
  }

  private Contents run(Path jar) throws IOException {
    List<String> refusals = new ArrayList<>();
    List<PermissionUse> found = List.of();
    boolean whole = false;
    try {
      jar(jar, "", 0);
      if (declarations.nativeCode()) {
        uses.add(
            new PermissionUse(
                Permission.NATIVE, "its manifest", "has Bundle-NativeCode", MANIFEST));
      }
      found = uses.all(declarations::mayImport);
      refusals.addAll(uses.forbidden());
      refusals.addAll(foreignComponents());
      refusals.addAll(undeclared(found));
      if (uses.unlisted() > 0) {
        notes.add("%d more uses are not listed".formatted(uses.unlisted()));
      }
      whole = true;
    } catch (EOFException e) {
      refusals.add("it is not complete: a part of it lies behind its end; copy it again");
    } catch (RefusedException e) {
      refusals.add(e.reason());
    }
    var size =
        new PluginReport.Size(
            Files.size(jar),
            budget.entries(),
            budget.unpacked(),
            budget.classes(),
            budget.nestedJars());
    return new Contents(size, declarations, found, refusals, notes, signed, whole);
  }

  private List<String> foreignComponents() {
    List<String> refusals = new ArrayList<>();
    components.forEach((name, entry) -> {
      String className = name.replace('.', '/');
      boolean own = uses.isOwn(className) && !declarations.imports(className);
      if (!own || rules.find(className, "<init>", "()V") != null) {
        refusals.add(
            "entry '%s' has a component of class '%s', which is not in the jar"
                .formatted(EntryNames.printable(entry), EntryNames.printable(name)));
      }
    });
    return refusals;
  }

  private List<String> undeclared(List<PermissionUse> found) {
    Map<Permission, List<PermissionUse>> missing = new EnumMap<>(Permission.class);
    for (PermissionUse use : found) {
      if (!declarations.permissions().contains(use.permission())) {
        missing.computeIfAbsent(use.permission(), _ -> new ArrayList<>()).add(use);
      }
    }
    List<String> refusals = new ArrayList<>();
    missing.forEach((permission, places) -> {
      PermissionUse first = places.getFirst();
      refusals.add(
          "%s %s, which needs the permission '%s'; declare it with @NeedsPermission(%s)%s"
              .formatted(
                  first.where(),
                  first.what(),
                  permission.text(),
                  permission,
                  places.size() == 1 ? "" : " (one of %d places)".formatted(places.size())));
    });
    return refusals;
  }

  /**
   * Reads a jar.
   *
   * @param place the entry that it is, for messages; empty for the outermost
   */
  private void jar(Path jar, String place, int depth) throws IOException, RefusedException {
    try (var file = new RandomAccessFile(jar.toFile(), "r");
        var reader = new EntryReader(file, budget)) {
      List<ZipItem> items = ZipLayout.read(file, budget.entriesLeft(), budget.limits().entries());
      budget.entries(items.size());
      if (depth == 0) {
        manifest(items, reader);
      }
      for (ZipItem item : items) {
        if (Thread.currentThread().isInterrupted()) {
          throw SpellException.component("it was interrupted; nothing was changed", null);
        }
        reader.open(item);
        entry(item.name(), reader, place, depth);
      }
    } catch (RefusedException e) {
      throw place.isEmpty() ? e : new RefusedException("in '%s' %s".formatted(place, e.reason()));
    }
  }

  private void manifest(List<ZipItem> items, EntryReader reader)
      throws IOException, RefusedException {
    ZipItem manifest =
        items.stream()
            .filter(item -> item.name().equals(MANIFEST))
            .findFirst()
            .orElseThrow(() ->
                new RefusedException(
                    "it has no manifest (META-INF/MANIFEST.MF), so it is no plugin; build it with"
                        + " bnd"));
    reader.open(manifest);
    declarations = Declarations.of(ManifestText.read(reader.all(Limits.MANIFEST_BYTES)));
  }

  private void entry(String name, EntryReader reader, String place, int depth)
      throws IOException, RefusedException {
    String full = place.isEmpty() ? name : place + "!/" + name;
    boolean outermost = depth == 0;
    signed |= outermost && name.toUpperCase(Locale.ROOT).matches(SIGNATURE);
    if (name.endsWith(".class")) {
      oneClass(full, reader);
    } else if (name.toLowerCase(Locale.ROOT).endsWith(".jar")
        || outermost && declarations.classPath().contains(name)) {
      nested(full, reader, depth);
    } else if (outermost && declarations.describesComponents(name)) {
      for (String implementation : ComponentXml.classes(reader.all(Limits.XML_BYTES), name)) {
        components.put(implementation, name);
      }
    } else {
      if (isNative(name, reader)) {
        uses.add(
            new PermissionUse(Permission.NATIVE, "entry " + full, "is a native library", full));
      } else if (reader.startsWith('P', 'K', 3, 4)) {
        notes.add("entry '%s' is an archive that was not looked into".formatted(full));
      }
      reader.skip();
    }
  }

  private void oneClass(String full, EntryReader reader) throws IOException, RefusedException {
    if (!reader.startsWith(0xCA, 0xFE, 0xBA, 0xBE)) {
      throw new RefusedException(
          "entry '%s' is called a class but is none".formatted(EntryNames.printable(full)));
    }
    int level = reader.shortAt(6) - FIRST_CLASS_LEVEL;
    int running = Runtime.version().feature();
    if (level > running) {
      throw new RefusedException(
          "it needs Java %d, but this container runs on Java %d (entry '%s')"
              .formatted(level, running, EntryNames.printable(full)));
    }
    byte[] bytes = reader.all(Limits.CLASS_BYTES);
    budget.oneClass();
    ClassScan.scan(bytes, full, rules, uses);
  }

  private void nested(String full, EntryReader reader, int depth)
      throws IOException, RefusedException {
    budget.nestedJar(full);
    if (depth >= Limits.DEPTH) {
      throw new RefusedException(
          "entry '%s' is a jar in a jar in a jar; at most %d levels are looked into"
              .formatted(EntryNames.printable(full), Limits.DEPTH));
    }
    Path copy = Files.createTempFile("llmspell-verify", ".jar");
    try {
      try (OutputStream out = Files.newOutputStream(copy)) {
        reader.copy(out);
      }
      jar(copy, full, depth + 1);
    } finally {
      Files.delete(copy);
    }
  }

  /** Whether it is a library or a program of Linux, Windows or macOS. */
  private static boolean isNative(String name, EntryReader reader) {
    return name.toLowerCase(Locale.ROOT).matches(LIBRARY)
        || reader.startsWith(0x7F, 'E', 'L', 'F')
        || reader.startsWith(0xFE, 0xED, 0xFA, 0xCE)
        || reader.startsWith(0xFE, 0xED, 0xFA, 0xCF)
        || reader.startsWith(0xCE, 0xFA, 0xED, 0xFE)
        || reader.startsWith(0xCF, 0xFA, 0xED, 0xFE)
        || reader.startsWith(0xCA, 0xFE, 0xBA, 0xBE);
  }
}
