package org.llmspell.core.script;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A table of a script as it is: with keys of any kind, and perhaps containing itself. Two views of
 * one table are equal. Only on the script's thread, during the call that it was given to.
 */
@ProviderType
public interface ScriptTableView {

  /** How long its array part is. */
  long length();

  /**
   * Its entries, those of the array part first.
   *
   * @param limit gives no more than this many
   */
  List<Entry> entries(int limit);

  /** Tells tables apart. */
  String address();

  /**
   * An entry. Keys and values are plain values other than lists and maps, {@code ScriptTableView}s,
   * and {@link Opaque}s.
   */
  record Entry(Object key, @Nullable Object value) {}

  /**
   * A value that has no plain form.
   *
   * @param type for example {@code function}
   * @param address tells values apart
   */
  record Opaque(String type, String address) {}
}
