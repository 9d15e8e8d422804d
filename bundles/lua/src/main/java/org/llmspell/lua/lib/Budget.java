package org.llmspell.lua.lib;

/**
 * What a library call pays for its work. Both methods throw an {@link Error} when the script's
 * limit is reached; nothing in a library may catch it.
 */
public interface Budget {

  /** Pays for some steps of work; to be called in every loop whose length the script decides. */
  void step(long steps);

  /** Pays for memory, in bytes; to be called before it is taken. */
  void allocate(long bytes);
}
