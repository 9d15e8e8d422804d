package org.llmspell.security.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.llmspell.security.policy.Usage;

/** Reads a file at any place, and counts. */
record MeteredChannel(SeekableByteChannel channel, Usage usage) implements SeekableByteChannel {

  @Override
  public int read(ByteBuffer target) throws IOException {
    int n = channel.read(target);
    usage.fileBytes(Math.max(n, 0));
    return n;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    channel.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
