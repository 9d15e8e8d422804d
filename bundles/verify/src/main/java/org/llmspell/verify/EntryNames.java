package org.llmspell.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The names of the entries of one jar: each is a plain relative path, and none is there twice. */
final class EntryNames {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String META_INF = "META-INF/";

  private final Set<String> names = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  /** Reads a name and takes it in. */
  String add(byte[] bytes) throws RefusedException {
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RefusedException(
          "an entry has a name that is no UTF-8: '%s'"
              .formatted(printable(new String(bytes, StandardCharsets.ISO_8859_1))));
    }
    check(name);
    if (!names.add(name)) {
      throw refusal(name, "is there twice");
    }
    String file = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    for (int i = file.indexOf('/'); i >= 0; i = file.indexOf('/', i + 1)) {
      folders.add(file.substring(0, i));
    }
    if (name.endsWith("/")) {
      folders.add(file);
    }
    return name;
  }

  /** To be called when all names are there. */
  void finish() throws RefusedException {
    for (String name : names) {
      if (!name.endsWith("/") && folders.contains(name)) {
        throw refusal(name, "is both a file and a folder");
      }
    }
  }

  private static void check(String name) throws RefusedException {
    if (name.isEmpty()) {
      throw new RefusedException("an entry has no name");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c == 0x7F || Character.isSurrogate(c) && !pair(name, i)) {
        throw refusal(name, "has a name with the character %d in it".formatted((int) c));
      }
    }
    if (name.indexOf('\\') >= 0) {
      throw refusal(name, "has a name with a backslash; write '/'");
    }
    if (name.charAt(0) == '/') {
      throw refusal(name, "has an absolute path");
    }
    if (name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0))) {
      throw refusal(name, "has a path with a drive letter");
    }
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw refusal(
            name, "has the part '%s' in its path, so it may lead outside".formatted(part));
      }
    }
    checkMetaInf(name);
  }

  /** The JDK finds these in any case, others do not. */
  private static void checkMetaInf(String name) throws RefusedException {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean wrongFolder = upper.startsWith(META_INF) && !name.startsWith(META_INF);
    if (wrongFolder || upper.equals(MANIFEST) && !name.equals(MANIFEST)) {
      throw refusal(name, "must be written '%s'".formatted(wrongFolder ? META_INF : MANIFEST));
    }
  }

  private static boolean pair(String name, int i) {
    return Character.isHighSurrogate(name.charAt(i))
        ? i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(name.charAt(i - 1));
  }

  private static RefusedException refusal(String name, String what) {
    return new RefusedException("entry '%s' %s".formatted(printable(name), what));
  }

  /** On one line, and not too long. */
  static String printable(String name) {
    String clean = name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return clean.length() <= 120 ? clean : clean.substring(0, 117) + "...";
  }
}
