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
import java.util.Optional;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PermissionUse;
import org.llmspell.core.plugin.PluginReport;

/** Reads one jar from its beginning to its end, and the jars in it. Used once. */
final class Inspection {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final int FIRST_CLASS_LEVEL = 44;
  private static final int OLDEST_CLASS = 45;
  private static final String SIGNATURE = "META-INF/[^/]+\\.SF";
  private static final String VERSIONS = "META-INF/versions/";

  private final Budget budget;
  private final Rules rules;
  private final Uses uses = new Uses();
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
    long bytes = Files.size(jar);
    List<String> refusals = new ArrayList<>();
    boolean whole = false;
    List<PermissionUse> found = List.of();
    try {
      jar(jar, "", 0);
      if (declarations.nativeCode()) {
        uses.add(
            new PermissionUse(Permission.NATIVE, "its manifest", "has Bundle-NativeCode", MANIFEST),
            "");
      }
      found = uses.all();
      refusals.addAll(undeclared(found));
      whole = true;
    } catch (EOFException e) {
      refusals.add("it is not complete: a part of it lies behind its end");
    } catch (RefusedException e) {
      refusals.add(e.reason());
    }
    var size =
        new PluginReport.Size(
            bytes, budget.entries(), budget.unpacked(), budget.classes(), budget.nestedJars());
    return new Contents(size, declarations, found, refusals, notes, signed, whole);
  }

  private List<String> undeclared(List<PermissionUse> found) {
    Map<Permission, List<PermissionUse>> missing = new EnumMap<>(Permission.class);
    List<String> refusals = new ArrayList<>();
    for (PermissionUse use : found) {
      Optional<Permission> permission = use.permission();
      if (permission.isEmpty()) {
        refusals.add(
            "%s %s, which no plugin may do: %s"
                .formatted(use.where(), use.what(), uses.reason(use).orElse("")));
      } else if (!declarations.permissions().contains(permission.get())) {
        missing.computeIfAbsent(permission.get(), _ -> new ArrayList<>()).add(use);
      }
    }
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
    if (uses.unlisted() > 0) {
      notes.add("%d more uses are not listed".formatted(uses.unlisted()));
    }
    return refusals;
  }

  /**
   * Reads a jar.
   *
   * @param place what stands before the names of its entries in messages
   */
  private void jar(Path jar, String place, int depth) throws IOException, RefusedException {
    try (var file = new RandomAccessFile(jar.toFile(), "r");
        var reader = new EntryReader(file, budget)) {
      List<ZipItem> items =
          ZipLayout.read(file, budget.entriesLeft(), budget.limits().entries());
      budget.entries(items.size());
      if (depth == 0) {
        manifest(items, reader);
      }
      for (ZipItem item : items) {
        if (Thread.currentThread().isInterrupted()) {
          throw SpellException.component("it was interrupted; nothing was changed", null);
        }
        reader.open(item);
        entry(item, reader, place, depth);
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

  private void entry(ZipItem item, EntryReader reader, String place, int depth)
      throws IOException, RefusedException {
    String name = item.name();
    String full = place.isEmpty() ? name : place + "!/" + name;
    signed |= depth == 0 && name.toUpperCase(Locale.ROOT).matches(SIGNATURE);
    boolean named = name.endsWith(".class");
    boolean marked = reader.startsWith(0xCA, 0xFE, 0xBA, 0xBE);
    if (named || marked && reader.shortAt(6) >= OLDEST_CLASS) {
      oneClass(name, full, marked, reader);
    } else if (name.toLowerCase(Locale.ROOT).endsWith(".jar")
        || depth == 0 && declarations.classPath().contains(name)) {
      nested(full, reader, depth);
    } else {
      if (isNative(name, marked, reader)) {
        uses.add(
            new PermissionUse(Permission.NATIVE, "entry " + full, "is a native library", full), "");
      } else if (reader.startsWith('P', 'K', 3, 4)) {
        notes.add("entry '%s' is an archive that was not looked into".formatted(full));
      }
      reader.skip();
    }
  }

  private void oneClass(String name, String full, boolean marked, EntryReader reader)
      throws IOException, RefusedException {
    if (!marked) {
      throw new RefusedException(
          "entry '%s' is called a class but is none".formatted(EntryNames.printable(full)));
    }
    int level = reader.shortAt(6) - FIRST_CLASS_LEVEL;
    int running = Runtime.version().feature();
    byte[] bytes = reader.all(Limits.CLASS_BYTES);
    budget.oneClass();
    if (level <= running) {
      ClassScan.scan(bytes, full, rules, uses);
    } else if (name.startsWith(VERSIONS)) {
      notes.add("entry '%s' is for Java %d and was not looked into".formatted(full, level));
    } else {
      throw new RefusedException(
          "it needs Java %d, but this container runs on Java %d (entry '%s')"
              .formatted(level, running, EntryNames.printable(full)));
    }
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

  private static boolean isNative(String name, boolean marked, EntryReader reader) {
    return marked
        || name.toLowerCase(Locale.ROOT).matches(".*\\.(so|dll|dylib|jnilib|exe)")
        || reader.startsWith(0x7F, 'E', 'L', 'F')
        || reader.startsWith(0xFE, 0xED, 0xFA, 0xCE)
        || reader.startsWith(0xFE, 0xED, 0xFA, 0xCF)
        || reader.startsWith(0xCE, 0xFA, 0xED, 0xFE)
        || reader.startsWith(0xCF, 0xFA, 0xED, 0xFE);
  }
}
