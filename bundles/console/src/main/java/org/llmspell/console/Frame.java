package org.llmspell.console;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * One message of the protocol between client and container: the length of the payload (4 bytes, big
 * endian), its type (1 byte), the payload.
 *
 * @param type one of the constants
 * @param payload at most {@link #MAX_PAYLOAD} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and forgotten; nobody compares frames
record Frame(byte type, byte[] payload) {

  /** From the client: a {@link WireRequest}. */
  static final byte REQUEST = 1;

  /** From the client: standard input; an empty payload is its end. */
  static final byte INPUT = 2;

  /** From the client: end the command soon. */
  static final byte CANCEL = 3;

  /** From the container: standard output. */
  static final byte OUTPUT = 16;

  /** From the container: standard error. */
  static final byte ERRORS = 17;

  /** From the container: the command wants to read; answered by one {@link #INPUT}. */
  static final byte WANT_INPUT = 18;

  /** From the container: the command has ended with this code (4 bytes). */
  static final byte EXIT = 19;

  /** From the container: the request was refused, as the text says. */
  static final byte REFUSED = 20;

  /** The largest payload: of a request, which has all arguments and the environment. */
  static final int MAX_PAYLOAD = 4 << 20;

  /** The largest piece of a stream. */
  static final int MAX_PIECE = 32 << 10;

  private static final int HEADER = 5;

  static Frame of(byte type) {
    return new Frame(type, new byte[0]);
  }

  static Frame exit(int code) {
    return new Frame(EXIT, ByteBuffer.allocate(4).putInt(code).array());
  }

  /** The exit code in the payload. */
  int exitCode() throws ProtocolException {
    if (payload.length != 4) {
      throw new ProtocolException("an exit code of " + payload.length + " bytes");
    }
    return ByteBuffer.wrap(payload).getInt();
  }

  /** The frame as it is sent. */
  byte[] toBytes() {
    return ByteBuffer.allocate(HEADER + payload.length)
        .putInt(payload.length)
        .put(type)
        .put(payload)
        .array();
  }

  /**
   * Reads the next frame.
   *
   * @param limit the largest payload that is accepted
   * @throws EOFException when there is none any more, or only a part of one
   * @throws ProtocolException when it is too large
   */
  static Frame read(InputStream in, int limit) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER));
    if (header.remaining() < HEADER) {
      throw new EOFException("the other side has closed the connection");
    }
    int length = header.getInt();
    byte type = header.get();
    if (length < 0 || length > limit) {
      throw new ProtocolException(
          "a message of %d bytes; at most %d are accepted".formatted(length, limit));
    }
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException("the other side has closed the connection within a message");
    }
    return new Frame(type, payload);
  }
}
