package org.llmspell.state.backup;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks through a state, and compares each entry with the index of what was captured. */
final class CheckedState implements Cursor {
  private final String id;
  private final Cursor state;
  private final Cursor index;
  private final MessageDigest digest = Hashes.sha256();

  /** Takes over both and closes them. */
  CheckedState(String id, Cursor state, Cursor index) {
    this.id = id;
    this.state = state;
    this.index = index;
  }

  @Override
  public boolean next() {
    boolean more = state.next();
    if (more != index.next() || (more && !agree())) {
      throw Damage.in(
          id + BackupFolder.DATA, "the chain does not add up to the state that was captured", null);
    }
    return more;
  }

  private boolean agree() {
    byte[] value = state.value();
    return value != null
        && Arrays.equals(state.key(), index.key())
        && Arrays.equals(Hashes.shortened(digest, value), index.value());
  }

  @Override
  public byte[] key() {
    return state.key();
  }

  @Override
  public byte @Nullable [] value() {
    return state.value();
  }

  @Override
  public void close() {
    ChainCursor.closeAll(List.of(state, index));
  }
}
