package org.llmspell.state.xodus;

import jetbrains.exodus.ExodusException;
import jetbrains.exodus.io.AbstractDataWriter;
import jetbrains.exodus.io.Block;
import jetbrains.exodus.io.RemoveBlockType;

/** Leaves all files as they are, so that a damaged store can be looked at. */
final class NoWriter extends AbstractDataWriter {
  private final LogReader reader;

  NoWriter(LogReader reader) {
    this.reader = reader;
  }

  @Override
  public Block write(byte[] bytes, int offset, int count) {
    throw new ExodusException("there is nothing to read, and nothing may be written");
  }

  @Override
  protected void syncImpl() {}

  @Override
  protected void closeImpl() {}

  @Override
  protected void clearImpl() {}

  @Override
  protected Block openOrCreateBlockImpl(long address, long length) {
    return reader.block(address);
  }

  @Override
  public void removeBlock(long address, RemoveBlockType type) {}

  @Override
  public void truncateBlock(long address, long length) {}

  @Override
  public boolean lock(long timeout) {
    return true;
  }

  @Override
  public boolean release() {
    return true;
  }

  @Override
  public String lockInfo() {
    return "";
  }
}
