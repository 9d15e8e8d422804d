package org.llmspell.verify;

/** What is left of the limits, for a jar and all jars in it. Used by one thread. */
final class Budget {
  private final Limits limits;
  private int entries;
  private long unpacked;
  private int nestedJars;
  private int classes;

  Budget(Limits limits) {
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  int entries() {
    return entries;
  }

  int entriesLeft() {
    return limits.entries() - entries;
  }

  long unpacked() {
    return unpacked;
  }

  int nestedJars() {
    return nestedJars;
  }

  int classes() {
    return classes;
  }

  void entries(int more) {
    entries += more;
  }

  void oneClass() {
    classes++;
  }

  void nestedJar(String entry) throws RefusedException {
    nestedJars++;
    if (nestedJars > limits.nestedJars()) {
      throw new RefusedException(
          "entry '%s' is one jar too many in it: at most %d are allowed (%s)"
              .formatted(
                  EntryNames.printable(entry),
                  limits.nestedJars(),
                  Limits.setting("max_nested_jars")));
    }
  }

  /** Counts bytes that were unpacked. */
  void unpack(ZipItem item, long soFar, int more) throws RefusedException {
    unpacked += more;
    if (soFar > limits.entryBytes()) {
      throw refusal(
          item,
          "has more than %s unpacked, the most that is allowed for one (%s)"
              .formatted(Limits.text(limits.entryBytes()), Limits.setting("max_entry_bytes")));
    }
    if (unpacked > limits.totalBytes()) {
      throw refusal(
          item,
          "brings the unpacked content to more than %s, the most that is allowed in all (%s)"
              .formatted(Limits.text(limits.totalBytes()), Limits.setting("max_total_bytes")));
    }
    if (soFar > Limits.SMALL && soFar / Math.max(1, item.packed()) > limits.ratio()) {
      throw refusal(
          item,
          "unpacks to more than %d times its size, as bombs do (%s)"
              .formatted(limits.ratio(), Limits.setting("max_ratio")));
    }
  }

  private static RefusedException refusal(ZipItem item, String what) {
    return new RefusedException("entry '%s' %s".formatted(EntryNames.printable(item.name()), what));
  }
}
